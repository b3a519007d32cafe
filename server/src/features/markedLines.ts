/** Lines with a mark each, for Markdown: not a list, for its bullets would stand beside the marks. */
export function markedLines(lines: readonly (readonly [mark: string, says: string])[]): string {
  return lines.map(([mark, says]) => `${mark} ${says}`).join("  \n");
}
