/** Finds the functions of a formatted source file by their indentation. */

export interface FoundFunction {
  readonly name: string;
  /** From its first line to the brace that closes it. */
  readonly lines: number;
}

const declared = /^(\s*)(?:export )?(?:async )?function\*? (\w+)/;
const assigned = /^(\s*)(?:export )?(?:const|let) (\w+)(?:: [^=]+)? = (?:async )?(?:function\b|(?:<[^>]*>)?\(|\w+ =>)/;
const method =
  /^(\s+)(?:(?:private|public|protected|static|async|override|get|set) )*(?!(?:if|for|while|switch|catch|return|function)\b)\*?(\w+)(?:<[^>]*>)?\((?:[^)]*\).*\{)?$/;

/** Functions and methods in order; those of one line and those without braces are left out. */
export function functionsOf(text: string): readonly FoundFunction[] {
  const lines = text.split("\n");
  return lines.flatMap((line, i) => {
    const head = declared.exec(line) ?? assigned.exec(line) ?? method.exec(line);
    if (head === null) return [];
    const [, indent = "", name = ""] = head;
    const end = closingLine(lines, i, indent);
    return end === undefined ? [] : [{ name, lines: end - i + 1 }];
  });
}

/** The line with the brace at the same indentation; undefined when the statement ends before one opens. */
function closingLine(lines: readonly string[], start: number, indent: string): number | undefined {
  let opened = /\{\s*$/.test(lines[start] ?? "");
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (!line.startsWith(indent) || /^\s/.test(line.slice(indent.length))) continue;
    if (line.trim() === "") continue;
    if (!opened && /^\s*\)[^{]*(?:=> )?\{\s*$/.test(line)) opened = true;
    else return opened && line.slice(indent.length).startsWith("}") ? i : undefined;
  }
  return undefined;
}
