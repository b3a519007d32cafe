/** What takes plain arguments in parentheses, written out: `name(<a>,<b>)`. */
import type { Signature } from "./signatureHelp.ts";

/** The label, and where each argument stands in it. */
export function calledWith(name: string, args: readonly string[]): Pick<Signature, "label" | "parameters"> {
  let label = `${name}(`;
  const parameters = args.map((argument, i) => {
    if (i > 0) label += ",";
    const start = label.length;
    label += `<${argument}>`;
    return { start, end: label.length };
  });
  return { label: `${label})`, parameters };
}
