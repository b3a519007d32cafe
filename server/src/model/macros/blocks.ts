/** Walks the macros of a file (`.if` … `.endif`, messages) as HAProxy does, and says which lines it reads. */
import { inForce, knowsPredicate, limits, predicateNamed } from "../../knowledge/preprocessor.ts";
import type { Release } from "../../knowledge/release.ts";
import { type ConfigFile, openedSection } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { type MacroDialect, type MacroProblem, readMacroCondition } from "../../syntax/macroCondition.ts";
import type { Span } from "../../syntax/span.ts";
import type { Environment } from "./environment.ts";
import { any, both, type Circumstances, evaluate, not, type Truth } from "./predicates.ts";

export type MacroIssue = { readonly line: number; readonly span: Span; readonly certain: boolean } & (
  | { readonly id: "lone"; readonly macro: string }
  | { readonly id: "behind-else"; readonly macro: string }
  | { readonly id: "extra-word"; readonly macro: string; readonly word: string }
  | { readonly id: "too-deep"; readonly most: number }
  /** Once at the `.if`, once at the end of the file, where HAProxy notices; both lines from 0. */
  | { readonly id: "unclosed"; readonly opened: number; readonly atEnd: boolean }
  | { readonly id: "condition"; readonly problem: MacroProblem; readonly first: string | undefined; readonly operators: boolean }
  | { readonly id: "unknown-macro"; readonly macro: string }
  | { readonly id: "message"; readonly level: "alert" | "warning"; readonly text: string }
);

export interface Blocks {
  /** For each line whether HAProxy reads it; undefined where it depends on what the text does not say. */
  readonly read: readonly Truth[];
  /** The lines with macros whose block is wholly decided. */
  readonly decided: ReadonlySet<number>;
  readonly issues: readonly MacroIssue[];
}

/**
 * Reads a file; `environment` is taken over from the files before and changed by this one.
 * What the text does not say of the build is not known, or as in `common` builds.
 */
export function blocksOf(file: ConfigFile, release: Release | undefined, environment: Environment, common = false): Blocks {
  return new BlockReader(file, { release, environment, common }).read();
}

/** One `.if` that is open. */
interface Level {
  readonly line: number;
  readonly span: Span;
  /** Whether the lines around it are read. */
  readonly around: Truth;
  /** Whether an earlier branch was taken. */
  taken: Truth;
  /** Whether the lines of the present branch are read. */
  active: Truth;
  inElse: boolean;
  readonly macros: number[];
  decided: boolean;
}

const messages = new Set([".alert", ".warning", ".notice", ".diag"]);

type NoPlace<T> = T extends unknown ? Omit<T, "line" | "span" | "certain"> : never;

class BlockReader {
  private readonly states: Truth[] = [];
  private readonly decided = new Set<number>();
  private readonly issues: MacroIssue[] = [];
  private readonly levels: Level[] = [];
  private inGlobal = false;
  private readonly file: ConfigFile;
  private readonly circumstances: Circumstances;
  private readonly dialect: MacroDialect;

  constructor(file: ConfigFile, circumstances: Circumstances) {
    this.file = file;
    this.circumstances = circumstances;
    const { branch } = this;
    this.dialect = {
      operators: inForce("operators", branch),
      argumentsOf: (name) => (knowsPredicate(name, branch) ? predicateNamed(name)?.args.length : undefined),
    };
  }

  read(): Blocks {
    this.file.lines.forEach((line, number) => {
      this.states.push(this.active);
      const first = line.words[0];
      if (first === undefined || first.dynamic) return;
      if (first.value.startsWith(".")) this.macro(first.value, line, number);
      else if (this.active !== false) this.statement(line);
    });
    this.endOfFile();
    return { read: this.states, decided: this.decided, issues: this.issues };
  }

  private get branch(): string | undefined {
    return this.circumstances.release?.branch;
  }

  private get active(): Truth {
    const level = this.levels.at(-1);
    return level === undefined ? true : level.active;
  }

  private statement(line: Line): void {
    const kind = openedSection(line);
    if (kind !== undefined) this.inGlobal = kind === "global";
    else if (this.inGlobal) this.circumstances.environment.read(line.words, this.active === true);
  }

  private macro(macro: string, line: Line, number: number): void {
    switch (macro) {
      case ".if":
        this.open(line, number);
        break;
      case ".elif":
      case ".else":
        this.nextBranch(macro, line, number);
        break;
      case ".endif":
        this.close(line, number);
        break;
      default:
        if (this.active !== false) this.message(macro, line, number);
    }
  }

  private open(line: Line, number: number): void {
    const span = line.words[0]?.span ?? { start: 0, end: 0 };
    const around = this.active;
    if (this.levels.length >= limits.levels) this.report(line, number, 0, true, { id: "too-deep", most: limits.levels });
    const truth = around === false ? false : this.condition(line, number, around);
    const active = both([around, truth]);
    const decided = around === false || truth !== undefined;
    this.levels.push({ line: number, span, around, taken: truth, active, inElse: false, macros: [number], decided });
  }

  private nextBranch(macro: string, line: Line, number: number): void {
    const level = this.levels.at(-1);
    const extra = macro === ".else" && this.extraWord(macro, line, number);
    if (level === undefined) {
      if (!extra) this.report(line, number, 0, true, { id: "lone", macro });
      return;
    }
    this.states[number] = level.around;
    level.macros.push(number);
    if (level.inElse) {
      this.report(line, number, 0, true, { id: "behind-else", macro });
      return;
    }
    level.inElse = macro === ".else";
    const reached = both([level.around, not(level.taken)]);
    const truth = level.inElse ? true : reached === false ? false : this.condition(line, number, reached);
    level.active = both([reached, truth]);
    level.decided &&= level.active !== undefined || level.around === undefined;
    level.taken = any([level.taken, truth]);
  }

  private close(line: Line, number: number): void {
    const extra = this.extraWord(".endif", line, number);
    const level = this.levels.pop();
    if (level === undefined) {
      if (!extra) this.report(line, number, 0, true, { id: "lone", macro: ".endif" });
      return;
    }
    this.states[number] = level.around;
    level.macros.push(number);
    this.settle(level);
  }

  private settle({ decided, macros }: Level): void {
    if (decided) for (const macro of macros) this.decided.add(macro);
  }

  /** HAProxy looks at these words even where it skips the lines. */
  private extraWord(macro: string, line: Line, number: number): boolean {
    const word = line.words[1];
    if (word === undefined || word.value === "" || word.dynamic || !inForce("wordsCounted", this.branch)) return false;
    this.report(line, number, 1, true, { id: "extra-word", macro, word: word.value });
    return true;
  }

  private condition(line: Line, number: number, reached: Truth): Truth {
    if (line.problems.length > 0) return undefined;
    const words = this.dialect.operators ? line.words.slice(1) : line.words.slice(1, 2);
    const texts = words.map((word) => this.circumstances.environment.reveal(word));
    const condition = readMacroCondition(texts.join(" "), this.dialect);
    if ("expression" in condition) return evaluate(condition.expression, this.circumstances);
    const { problem } = condition;
    const first = predicateNamed(problem.name)?.from;
    this.report(line, number, wordAt(texts, problem.at) + 1, reached, {
      id: "condition",
      problem,
      first,
      operators: this.dialect.operators,
    });
    return undefined;
  }

  private message(macro: string, line: Line, number: number): void {
    const [, text, extra] = line.words;
    if (!messages.has(macro)) this.report(line, number, 0, this.active, { id: "unknown-macro", macro });
    else if (extra !== undefined && inForce("wordsCounted", this.branch) && extra.value !== "" && !extra.dynamic)
      this.report(line, number, 2, this.active, { id: "extra-word", macro, word: extra.value });
    else if (macro === ".alert" || macro === ".warning")
      this.report(line, number, 0, this.active, {
        id: "message",
        level: macro === ".alert" ? "alert" : "warning",
        text: text?.value ?? "",
      });
  }

  private endOfFile(): void {
    for (const open of this.levels) this.settle(open);
    const [level] = this.levels;
    if (level === undefined) return;
    const { lines } = this.file;
    const last = lines.length > 1 && lines.at(-1)?.raw === "" ? lines.length - 2 : lines.length - 1;
    const issue = { id: "unclosed", opened: level.line } as const;
    this.issues.push({ ...issue, line: level.line, span: level.span, certain: true, atEnd: false });
    if (last !== level.line)
      this.issues.push({ ...issue, line: last, span: { start: 0, end: lines[last]?.raw.length ?? 0 }, certain: true, atEnd: true });
  }

  private report(line: Line, number: number, index: number, reached: Truth, issue: NoPlace<MacroIssue>): void {
    const span = (line.words[index] ?? line.words.at(-1))?.span ?? { start: 0, end: 0 };
    this.issues.push({ ...issue, line: number, span, certain: reached === true } as MacroIssue);
  }
}

/** Index of the text that holds an offset into all of them, joined by blanks. */
function wordAt(texts: readonly string[], offset: number): number {
  let end = -1;
  const index = texts.findIndex((text) => {
    end += text.length + 1;
    return offset <= end;
  });
  return index < 0 ? texts.length - 1 : index;
}
