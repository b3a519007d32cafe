/** Parameters that all servers of a proxy repeat move to one default-server line above them. */
import * as l10n from "@vscode/l10n";
import type { Interpretation } from "../../model/interpretation/interpretation.ts";
import { readParameter } from "../../model/interpretation/parameters.ts";
import { contextOf } from "../../model/interpretation/statementMatch.ts";
import type { Statement } from "../../model/statement.ts";
import type { Action } from "../actions/action.ts";
import { isSound } from "../fixes/fix.ts";
import { inLine, insertedLines } from "../textChange.ts";
import { type AtCursor, indentOf, rawOf, statementsAround, withComments } from "./atCursor.ts";

/** A parameter with its arguments: the words from one index up to another. */
interface Stretch {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What the words come to. */
  readonly said: string;
}

/** Index of the first parameter. */
const firstParameter: Readonly<Record<string, number>> = { server: 3, "server-template": 4 };

export function toDefaultServer(at: AtCursor): Action | undefined {
  const { file, placed, statement, branch } = at;
  if (!isServer(statement)) return undefined;
  const around = statementsAround(at).filter((one) => isServer(one.statement) || one.statement.words[0]?.value === "default-server");
  const first = around.findIndex((one) => isServer(one.statement));
  const servers = around.slice(first);
  // behind the first server a default-server line would be for some of them only
  if (servers.length < 2 || !servers.every((one) => isServer(one.statement) && isPlain(one))) return undefined;
  const read = servers.map((one) => stretchesOf(one.statement, branch));
  const [own = []] = read;
  const shared = own.filter((stretch) => isShared(stretch, read));
  const [model] = servers;
  if (model === undefined || shared.length === 0) return undefined;
  const text = shared.map(({ from, to }) => rawOf(model.statement, from, to)).join(" ");
  const line = `${indentOf(model.statement)}default-server ${text}`;
  if (!isSound(line, placed, branch)) return undefined;
  const said = new Set(shared.map((one) => one.said));
  const changes = servers.flatMap(({ statement: server }, i) =>
    (read[i] ?? []).filter((one) => said.has(one.said)).map((one) => without(file.uri, placed.firstLine, server, one)),
  );
  return {
    title: l10n.t('Move "{0}" of all {1} servers to default-server', text, servers.length),
    kind: "refactor.extract",
    changes: [insertedLines(file, withComments(at, placed.firstLine + model.statement.offset), [line]), ...changes],
  };
}

function isServer({ words, prefix }: Statement): boolean {
  return prefix === undefined && Object.hasOwn(firstParameter, words[0]?.value ?? "");
}

function isPlain({ statement, issues }: Interpretation): boolean {
  return issues.length === 0 && !statement.conditional && !statement.words.some(({ dynamic }) => dynamic);
}

function stretchesOf({ words }: Statement, branch: string | undefined): readonly Stretch[] {
  const found: Stretch[] = [];
  for (let from = firstParameter[words[0]?.value ?? ""] ?? words.length; from < words.length; ) {
    const read = readParameter("server", words, from, branch, contextOf(branch));
    if (read?.next === undefined) return [];
    const said = JSON.stringify(words.slice(from, read.next).map(({ value }) => value));
    found.push({ name: read.name, from, to: read.next, said });
    from = read.next;
  }
  return found;
}

/** Every server says it once and in the same words, and none says the opposite. */
function isShared({ name, said }: Stretch, all: readonly (readonly Stretch[])[]): boolean {
  const opposite = opposites[name] ?? (name.startsWith("no-") ? name.slice("no-".length) : `no-${name}`);
  return all.every((list) => {
    const same = list.filter((one) => one.name === name);
    return same.length === 1 && same[0]?.said === said && list.every((one) => one.name !== opposite);
  });
}

const opposites: Readonly<Record<string, string>> = { enabled: "disabled", disabled: "enabled" };

/** With the blanks in front. */
function without(uri: string, firstLine: number, { words, offset }: Statement, { from, to }: Stretch) {
  return inLine(uri, firstLine + offset, words[from - 1]?.span.end ?? 0, words[to - 1]?.span.end ?? 0, "");
}
