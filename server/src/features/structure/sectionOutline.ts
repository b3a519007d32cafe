/** The outline of one section: what has a name or lets traffic in, rules in groups, blocks of `.if`. */
import * as l10n from "@vscode/l10n";
import type { Part } from "../../model/parts/part.ts";
import { partsOf } from "../../model/parts/parts.ts";
import { perBranch } from "../../model/perBranch.ts";
import type { Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import type { Span } from "../../syntax/span.ts";
import { type RuleRun, shapeOf } from "./shape.ts";

export type OutlineKind =
  | "proxy"
  | "defaults"
  | "global"
  | "section"
  | "bind"
  | "server"
  | "acl"
  | "table"
  | "account"
  | "block"
  | "rules"
  | "rule"
  | "other";

/** An entry of an outline. Lines count from the section's first line, or whatever the entry is placed at. */
export interface OutlineItem {
  /** The keyword, and the name or address behind it; either may be empty. */
  readonly keyword: string;
  readonly name: string;
  /** The name is one that other statements refer to. */
  readonly declared: boolean;
  readonly detail: string;
  readonly kind: OutlineKind;
  /** From the first column of line `from` to column `end` of line `to`. */
  readonly from: number;
  readonly start: number;
  readonly to: number;
  readonly end: number;
  /** What an editor marks when it goes there; on line `from`. */
  readonly selection: Span;
  readonly children: readonly OutlineItem[];
}

/** One section; undefined for the lines before the first. Its detail depends on others and is left empty. */
export const sectionOutline = perBranch((section, branch): OutlineItem | undefined => {
  if (section.kind === "preamble") return undefined;
  const header = section.lines[0] as Line;
  const { last } = shapeOf(section);
  return {
    keyword: section.kind,
    name: section.name ?? "",
    declared: section.name !== undefined,
    detail: "",
    kind: section.kind === "global" || section.kind === "defaults" ? section.kind : proxies.has(section.kind) ? "proxy" : "section",
    ...extent(section, 0, last),
    selection: { start: header.words[0]?.span.start ?? 0, end: (header.words[1] ?? header.words[0])?.span.end ?? 0 },
    children: new OutlineReader(section, branch, last).read(),
  };
});

const proxies = new Set<string>(["frontend", "backend", "listen"]);

function extent({ lines }: Section, from: number, to: number): Pick<OutlineItem, "from" | "start" | "to" | "end"> {
  const first = lines[from] as Line;
  const { words, raw, comment } = lines[to] as Line;
  return { from, start: first.words[0]?.span.start ?? 0, to, end: words.at(-1)?.span.end ?? comment?.end ?? raw.length };
}

/** A branch of an `.if` that is being read. */
interface OpenBlock {
  readonly from: number;
  readonly children: OutlineItem[];
}

class OutlineReader {
  private readonly section: Section;
  private readonly branch: string | undefined;
  private readonly last: number;
  private readonly root: OutlineItem[] = [];
  private readonly blocks: OpenBlock[] = [];

  constructor(section: Section, branch: string | undefined, last: number) {
    this.section = section;
    this.branch = branch;
    this.last = last;
  }

  read(): readonly OutlineItem[] {
    const { lines } = this.section;
    const runs = new Map(shapeOf(this.section).rules.map((run) => [run.from, run]));
    for (let offset = 1; offset <= this.last; offset++) {
      const line = lines[offset] as Line;
      const first = line.words[0];
      const run = runs.get(offset);
      if (first === undefined) continue;
      if (first.value.startsWith(".")) this.macro(first.value, offset);
      else if (run !== undefined) {
        this.add(this.rules(run));
        offset = run.to;
      } else this.add(this.statement(line, offset));
    }
    while (this.blocks.length > 0) this.close(this.last);
    return this.root;
  }

  private add(item: OutlineItem | undefined): void {
    if (item !== undefined) (this.blocks.at(-1)?.children ?? this.root).push(item);
  }

  private macro(macro: string, offset: number): void {
    if (macro !== ".if" && this.blocks.length === 0) return;
    if (macro === ".elif" || macro === ".else") this.close(offset - 1);
    if (macro === ".endif") this.close(offset);
    else if (macro === ".if" || macro === ".elif" || macro === ".else") this.blocks.push({ from: offset, children: [] });
  }

  private close(to: number): void {
    const block = this.blocks.pop();
    if (block === undefined) return;
    const { from, children } = block;
    const { words } = this.section.lines[from] as Line;
    const macro = words[0]?.span ?? { start: 0, end: 0 };
    this.add({
      keyword: words[0]?.value ?? "",
      name: shortened(textOf(this.section.lines[from] as Line, 1, words.length)),
      declared: false,
      detail: "",
      kind: "block",
      ...extent(this.section, from, to),
      selection: { start: macro.start, end: words.at(-1)?.span.end ?? macro.end },
      children,
    });
  }

  private rules(run: RuleRun): OutlineItem {
    const { lines } = this.section;
    const rules: OutlineItem[] = [];
    for (let offset = run.from; offset <= run.to; offset++) {
      const line = lines[offset] as Line;
      if (line.words.length > 0) rules.push(this.rule(line, offset, run.count === 1 ? "" : run.rules));
    }
    if (run.count === 1) return rules[0] as OutlineItem;
    const detail = l10n.t("{0} rules", run.count);
    const [first] = rules as [OutlineItem];
    const common = { keyword: run.rules, name: "", declared: false, detail, kind: "rules" as const };
    return { ...common, ...extent(this.section, run.from, run.to), selection: first.selection, children: rules };
  }

  /** In a group, the name of the ruleset is left out. */
  private rule(line: Line, offset: number, group: string): OutlineItem {
    const { words } = line;
    const from = group === "" ? 0 : group.split(" ").length;
    const condition = words.findIndex(({ value, quoting }, i) => i > from && quoting === "none" && (value === "if" || value === "unless"));
    const to = condition < 0 ? words.length : condition;
    return {
      keyword: "",
      name: shortened(textOf(line, Math.min(from, words.length - 1), to)),
      declared: false,
      detail: shortened(textOf(line, to, words.length)),
      kind: "rule",
      ...extent(this.section, offset, offset),
      selection: spanBetween(line, 0, words.length),
      children: [],
    };
  }

  private statement(line: Line, offset: number): OutlineItem | undefined {
    const declared = partsOf(this.section, offset, this.branch).find(({ role }) => role === "declaration");
    const first = line.words[0]?.value ?? "";
    const kind = declared === undefined ? listed.get(first) : kindOfName(declared);
    if (kind === undefined) return undefined;
    const at = declared?.word ?? (first === "stick-table" ? 0 : 1);
    const word = line.words[at];
    return {
      keyword: first,
      name: at === 0 || word === undefined ? "" : shortened(word.value),
      declared: declared !== undefined,
      detail: shortened(textOf(line, at + 1, line.words.length)),
      kind,
      ...extent(this.section, offset, offset),
      selection: declared?.span ?? spanBetween(line, 0, at + 1),
      children: [],
    };
  }
}

/** Statements that declare no name and yet are looked for. */
const listed: ReadonlyMap<string, OutlineKind> = new Map([
  ["bind", "bind"],
  ["default_backend", "rule"],
  ["dgram-bind", "bind"],
  ["filter", "other"],
  ["load", "other"],
  ["lua-load", "other"],
  ["lua-load-per-thread", "other"],
  ["mailer", "server"],
  ["nameserver", "server"],
  ["server-template", "server"],
  ["stick-table", "table"],
]);

const kindsOfNames: Readonly<Record<string, OutlineKind>> = {
  acl: "acl",
  server: "server",
  peer: "server",
  table: "table",
  user: "account",
  group: "account",
};

function kindOfName({ kind = "" }: Part): OutlineKind {
  return kindsOfNames[kind] ?? "other";
}

/** The words from `from` up to `to` as they stand. */
function textOf({ raw, words }: Line, from: number, to: number): string {
  const start = words[from]?.span.start;
  const end = words[to - 1]?.span.end;
  return start === undefined || end === undefined || from >= to ? "" : raw.slice(start, end).replace(/\s+/g, " ");
}

function spanBetween({ words }: Line, from: number, to: number): Span {
  return { start: words[from]?.span.start ?? 0, end: (words[to - 1] ?? words.at(-1))?.span.end ?? 0 };
}

const longest = 80;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
