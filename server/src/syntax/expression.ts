/** Sample expressions: a fetch and its converters, each with arguments in parentheses (sample_parse_expr(), make_arg_list()). */
import { recalled } from "./recalled.ts";

export interface SampleArgument {
  /** Quotes and escapes resolved. */
  readonly text: string;
  /** Inside the text that was read. */
  readonly start: number;
  readonly end: number;
}

export interface SampleCall {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Undefined without parentheses; `()` gives one empty argument, as HAProxy counts. */
  readonly args: readonly SampleArgument[] | undefined;
}

export interface SampleExpression {
  /** What was read from, for messages. */
  readonly text: string;
  /** The fetch first. */
  readonly calls: readonly SampleCall[];
  /** Where reading stopped. */
  readonly end: number;
  readonly problem: "unclosed-parenthesis" | "missing-comma" | "nothing" | undefined;
}

const nameUnit = /[A-Za-z0-9_.+-]/;

/** Reads an expression from `start`; it ends with the text, or before `stop` outside parentheses. */
export function readExpression(text: string, start = 0, stop = ""): SampleExpression {
  return start === 0 && stop === "" ? readWhole(text) : readPart(text, start, stop);
}

const readWhole = recalled((text) => readPart(text, 0, ""));

function readPart(text: string, start: number, stop: string): SampleExpression {
  const calls: SampleCall[] = [];
  let i = start;
  while (i < text.length && text[i] !== stop) {
    const call = readCall(text, i);
    if (call.name === "" && call.args === undefined)
      return { text, calls, end: i, problem: calls.length === 0 ? "nothing" : "missing-comma" };
    calls.push(call);
    i = call.end;
    if (call.args !== undefined && text[i - 1] !== ")") return { text, calls, end: i, problem: "unclosed-parenthesis" };
    if (i < text.length && text[i] !== "," && text[i] !== stop) return { text, calls, end: i, problem: "missing-comma" };
    while (text[i] === ",") i++;
  }
  return { text, calls, end: i, problem: calls.length === 0 ? "nothing" : undefined };
}

function readCall(text: string, start: number): SampleCall {
  let i = start;
  while (i < text.length && nameUnit.test(text[i] as string)) i++;
  const name = text.slice(start, i);
  if (text[i] !== "(") return { name, start, end: i, args: undefined };
  const { args, end } = readArguments(text, i + 1);
  return { name, start, end, args };
}

function readArguments(text: string, start: number): { args: SampleArgument[]; end: number } {
  const args: SampleArgument[] = [];
  let i = start;
  for (;;) {
    const argument = readArgument(text, i);
    args.push(argument);
    i = argument.end;
    if (text[i] !== ",") return { args, end: text[i] === ")" ? i + 1 : text.length };
    i++;
  }
}

/** What a backslash makes of the character behind it in an argument (make_arg_list() in src/arg.c). */
export const argumentEscapes: Readonly<Record<string, string>> = { "\\": "\\", " ": " ", '"': '"', "'": "'", r: "\r", n: "\n", t: "\t" };

function readArgument(text: string, start: number): SampleArgument {
  let value = "";
  let quote = "";
  let i = start;
  for (; i < text.length; i++) {
    const c = text[i] as string;
    if ((c === '"' || c === "'") && (quote === "" || quote === c)) quote = quote === "" ? c : "";
    else if (c === "\\" && quote !== "'" && i + 1 < text.length) {
      const meant = argumentEscapes[text[i + 1] as string];
      value += meant ?? c;
      if (meant !== undefined) i++;
    } else if (quote === "" && (c === "," || c === ")")) break;
    else value += c;
  }
  return { text: value, start, end: i };
}
