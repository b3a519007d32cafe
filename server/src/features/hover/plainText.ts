/** Notes for clients that show no Markdown: the same text without its marks. */

/** Only the Markdown that our own notes are made of is taken out; what stands between backticks stays as it is. */
export function plainText(markdown: string): string {
  const lines: string[] = [];
  let fence = false;
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) fence = !fence;
    else if (fence) lines.push(`    ${line}`);
    else if (line !== "---") lines.push(withoutMarks(line));
  }
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function withoutMarks(line: string): string {
  const unlinked = line.replace(/\[([^\]]*)\]\(([^)\s]*)\)/g, (_, name: string, address: string) =>
    /^https?:/.test(address) ? `${name}: ${address}` : name,
  );
  return unlinked
    .split("`")
    .map((text, i) => (i % 2 === 0 ? text.replaceAll("**", "") : text))
    .join("");
}
