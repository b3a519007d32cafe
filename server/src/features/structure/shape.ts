/** How the lines of a section hang together: where it ends, blocks of comments, runs of rules, macros, marks of regions. */
import { hooks } from "../../model/interpretation/hooks.ts";
import { rulesets } from "../../model/interpretation/placement.ts";
import type { Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";

/** Lines from `from` to `to`, both included, counted from the section's first. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Rules of one kind behind each other; blank lines and comments may stand between them. */
export interface RuleRun extends Run {
  /** "http-request", "tcp-request content", "use_backend" … */
  readonly rules: string;
  readonly count: number;
}

export interface Shape {
  /** The last line that is the section's own; what follows are blank lines and comments on what comes next. */
  readonly last: number;
  /** Two or more lines that hold nothing but a comment. */
  readonly comments: readonly Run[];
  /** Also those of a single rule. */
  readonly rules: readonly RuleRun[];
  readonly macros: readonly { readonly offset: number; readonly macro: string }[];
  readonly markers: readonly { readonly offset: number; readonly opens: boolean }[];
}

export const shapeOf = perObject(({ lines }: Section): Shape => new ShapeReader().read(lines));

/** Statements besides rulesets that are read one after another, as rules are. */
const likeRules = new Set(["use_backend", "use-server", "redirect", "http-check", "tcp-check", "stick"]);

/** What the rules are called that a line is one of; undefined for any other line. */
function rulesOf({ words }: Line): string | undefined {
  const first = words[0]?.value ?? "";
  if (likeRules.has(first)) return first;
  if (!rulesets.has(first)) return undefined;
  const second = words[1]?.value ?? "";
  return hooks.has(second) ? `${first} ${second}` : first;
}

const marker = /^#\s*(end)?region\b/i;

/** Whether a comment opens (`# region name`) or closes (`# endregion`) a region; undefined for others. */
export function regionMark({ raw, comment, words }: Line): "opens" | "closes" | undefined {
  if (comment === undefined || words.length > 0) return undefined;
  const match = marker.exec(raw.slice(comment.start, comment.end));
  return match === null ? undefined : match[1] === undefined ? "opens" : "closes";
}

class ShapeReader {
  private last = 0;
  private depth = 0;
  private readonly comments: Run[] = [];
  private readonly rules: RuleRun[] = [];
  private readonly macros: { offset: number; macro: string }[] = [];
  private readonly markers: { offset: number; opens: boolean }[] = [];
  private commentFrom = -1;
  private run: RuleRun | undefined;

  read(lines: readonly Line[]): Shape {
    lines.forEach((line, offset) => {
      const mark = regionMark(line);
      if (mark !== undefined) this.markers.push({ offset, opens: mark === "opens" });
      const first = line.words[0]?.value;
      this.comment(line, offset, first === undefined && mark === undefined);
      if (first === undefined) {
        // a comment further in than headers are belongs to the section above it
        if (line.comment !== undefined && line.comment.start > 0) this.last = offset;
      } else if (first.startsWith(".")) this.macro(first, offset);
      else this.statement(line, offset);
    });
    this.endComment(lines.length);
    this.endRun();
    const { last, comments, rules, macros, markers } = this;
    return { last, comments, rules, macros, markers };
  }

  private comment(line: Line, offset: number, alone: boolean): void {
    if (!alone || line.comment === undefined) this.endComment(offset);
    else if (this.commentFrom < 0) this.commentFrom = offset;
  }

  private endComment(to: number): void {
    if (this.commentFrom >= 0 && to - this.commentFrom > 1) this.comments.push({ from: this.commentFrom, to: to - 1 });
    this.commentFrom = -1;
  }

  private macro(macro: string, offset: number): void {
    this.endRun();
    this.macros.push({ offset, macro });
    if (macro === ".if") this.depth++;
    else if (this.depth > 0) {
      if (macro === ".endif") this.depth--;
      this.last = offset;
    }
  }

  private statement(line: Line, offset: number): void {
    this.last = offset;
    const rules = rulesOf(line);
    if (this.run !== undefined && this.run.rules === rules) {
      this.run = { ...this.run, to: offset, count: this.run.count + 1 };
      return;
    }
    this.endRun();
    if (rules !== undefined) this.run = { rules, from: offset, to: offset, count: 1 };
  }

  private endRun(): void {
    if (this.run !== undefined) this.rules.push(this.run);
    this.run = undefined;
  }
}
