/** Conditions behind `.if` and `.elif`, as a tree (cfg_parse_cond_expr() in src/cfgcond.c, make_arg_list() in src/arg.c). */
import { argumentEscapes } from "./expression.ts";

export type MacroExpression =
  | { readonly kind: "or" | "and"; readonly items: readonly MacroExpression[] }
  | { readonly kind: "not"; readonly item: MacroExpression }
  | { readonly kind: "literal"; readonly value: boolean }
  /** `args` without quotes and escapes; offsets into the text that was read. */
  | { readonly kind: "call"; readonly name: string; readonly args: readonly string[]; readonly start: number; readonly end: number }
  /** What only a variable's value would tell. */
  | { readonly kind: "hidden" };

export type MacroProblemKind = "not-a-condition" | "unclosed-parenthesis" | "bad-arguments" | "text-behind";

export interface MacroProblem {
  readonly kind: MacroProblemKind;
  /** Offset into the text. */
  readonly at: number;
  /** Name of the predicate, or the text that does not fit. */
  readonly name: string;
}

export type MacroCondition = { readonly expression: MacroExpression } | { readonly problem: MacroProblem };

/** What a release understands; `argumentsOf` gives the number of arguments of a predicate, undefined for an unknown one. */
export interface MacroDialect {
  /** `!`, `&&`, `||` and parentheses; without them, what follows a predicate is left out of account. */
  readonly operators: boolean;
  argumentsOf(predicate: string): number | undefined;
}

/** Stands in a text for the value of a variable that is not known. */
export const hiddenValue = "\uE000";

/** HAProxy gives up at such depth (MAX_CFG_RECURSION counts three steps a level). */
const deepest = 300;

/** Reads a condition; an empty text is false. Total: every text gives an expression or a problem. */
export function readMacroCondition(text: string, dialect: MacroDialect): MacroCondition {
  if (text === "") return { expression: { kind: "literal", value: false } };
  try {
    return { expression: new ConditionReader(text, dialect).read() };
  } catch (stop) {
    if (stop instanceof Stop) return stop.problem === undefined ? { expression: { kind: "hidden" } } : { problem: stop.problem };
    throw stop;
  }
}

/** Leaves the reader; without a problem where a variable hides how to go on. */
class Stop {
  readonly problem: MacroProblem | undefined;

  constructor(problem: MacroProblem | undefined) {
    this.problem = problem;
  }
}

const blanks = /[ \t]*/y;
/** strtol() with base 0, leading blanks included. */
const number = /[ \t\n\v\f\r]*[+-]?(?:0[xX][0-9a-fA-F]+|[0-9]+)/y;

/** The reader's place in the text; one use each. */
class ConditionReader {
  private at = 0;
  private readonly text: string;
  private readonly dialect: MacroDialect;

  constructor(text: string, dialect: MacroDialect) {
    this.text = text;
    this.dialect = dialect;
  }

  read(): MacroExpression {
    if (!this.dialect.operators) return this.loneTerm();
    const expression = this.or(0);
    this.skipBlanks();
    if (this.at < this.text.length) this.stop("text-behind", this.at, this.text.slice(this.at));
    return expression;
  }

  /** Before operators came: a number that is all there is, or a predicate. */
  private loneTerm(): MacroExpression {
    const digits = this.numberHere();
    if (digits !== undefined && digits.end === this.text.length) return { kind: "literal", value: digits.value !== 0 };
    return this.call();
  }

  private or(depth: number): MacroExpression {
    const items = [this.and(depth)];
    while (this.take("||")) items.push(this.and(depth));
    return items.length === 1 ? (items[0] as MacroExpression) : { kind: "or", items };
  }

  private and(depth: number): MacroExpression {
    const items = [this.term(depth)];
    while (this.take("&&")) items.push(this.term(depth));
    return items.length === 1 ? (items[0] as MacroExpression) : { kind: "and", items };
  }

  private term(depth: number): MacroExpression {
    if (depth > deepest) this.stop("not-a-condition", this.at, this.text.slice(this.at));
    this.skipBlanks();
    let negated = false;
    while (this.text[this.at] === "!") {
      negated = !negated;
      this.at++;
      this.skipBlanks();
    }
    const item = this.bareTerm(depth);
    return negated ? { kind: "not", item } : item;
  }

  private bareTerm(depth: number): MacroExpression {
    const digits = this.numberHere();
    if (digits !== undefined) {
      this.at = digits.end;
      return { kind: "literal", value: digits.value !== 0 };
    }
    if (this.text[this.at] !== "(") return this.call();
    const open = this.at++;
    const inside = this.or(depth + 1);
    this.skipBlanks();
    if (this.text[this.at] !== ")") this.stop("unclosed-parenthesis", open, "(");
    this.at++;
    return inside;
  }

  private call(): MacroExpression {
    const start = this.at;
    const name = /^[^ (]*/.exec(this.text.slice(start))?.[0] ?? "";
    const count = this.dialect.argumentsOf(name);
    if (count === undefined) this.stop("not-a-condition", start, name === "" ? this.text.slice(start) : name);
    this.at += name.length;
    const args = this.text[this.at] === "(" ? this.args(name, start) : [""];
    if (args.length !== count) this.stop("bad-arguments", start, name);
    return { kind: "call", name, args, start, end: this.at };
  }

  /** From the parenthesis on; quotes keep commas and parentheses together. */
  private args(name: string, start: number): string[] {
    const args: string[] = [];
    do {
      this.at++;
      args.push(this.argument(name, start));
    } while (this.text[this.at] === ",");
    if (this.text[this.at] !== ")") this.stop("unclosed-parenthesis", start, name);
    this.at++;
    return args;
  }

  private argument(name: string, start: number): string {
    let value = "";
    let quote = "";
    for (; this.at < this.text.length; this.at++) {
      const c = this.text[this.at] as string;
      if ((c === '"' || c === "'") && (quote === "" || quote === c)) quote = quote === "" ? c : "";
      else if (c === "\\" && quote !== "'") {
        const next = this.text[this.at + 1];
        if (next === undefined) this.stop("bad-arguments", start, name);
        const meant = argumentEscapes[next as string];
        value += meant ?? c;
        if (meant !== undefined) this.at++;
      } else if (quote === "" && (c === "," || c === ")")) break;
      else value += c;
    }
    return value;
  }

  private numberHere(): { readonly value: number; readonly end: number } | undefined {
    number.lastIndex = this.at;
    const match = number.exec(this.text)?.[0];
    if (match === undefined) return undefined;
    const octal = /^\s*[+-]?0[0-9]/.test(match);
    // of an octal number strtol() reads up to the first 8 or 9
    const digits = octal ? (/^\s*[+-]?[0-7]+/.exec(match)?.[0] ?? match) : match;
    return { value: /[1-9a-fA-F]/.test(digits.replace(/0[xX]/, "")) ? 1 : 0, end: this.at + digits.length };
  }

  private take(operator: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(operator, this.at)) return false;
    this.at += operator.length;
    return true;
  }

  private skipBlanks(): void {
    blanks.lastIndex = this.at;
    this.at += blanks.exec(this.text)?.[0].length ?? 0;
  }

  /** Where an unknown value stands at the place, nobody can say that it is wrong. */
  private stop(kind: MacroProblemKind, at: number, name: string): never {
    throw new Stop(this.text.slice(at, at + name.length).includes(hiddenValue) ? undefined : { kind, at, name });
  }
}
