/** A setting that every proxy repeats moves to the defaults section that all of them inherit. */
import * as l10n from "@vscode/l10n";
import { type Interpretation, interpretationsOf } from "../../model/interpretation/interpretation.ts";
import { type Proxy, parentOf } from "../../model/proxies/proxies.ts";
import type { Statement } from "../../model/statement.ts";
import type { ConfigFile, PlacedSection } from "../../syntax/config.ts";
import type { Action } from "../actions/action.ts";
import { endOf, indentIn, isSound } from "../fixes/fix.ts";
import { insertedLines, removedLines, type TextChange } from "../textChange.ts";
import { type AtCursor, rawOf } from "./atCursor.ts";

/** Settings of which a proxy has one, its own in place of the inherited one; lists such as `log` add to what they inherit. */
const single = /^(?:mode|balance|retries|fullconn|http-reuse|hash-type|timeout [a-z-]+|option [a-z0-9-]+)$/;

export function moveToDefaults(at: AtCursor): Action | undefined {
  const { model, file, placed, interpretation, branch } = at;
  const proxy = model.proxies.find((one) => one.uri === file.uri && one.placed.firstLine === placed.firstLine);
  const setting = nameOf(interpretation);
  const home = proxy && homeOf(at, proxy);
  if (proxy === undefined || setting === undefined || home === undefined) return undefined;
  const text = wordsOf(interpretation);
  const raw = rawOf(interpretation.statement, 0, interpretation.statement.words.length);
  // frontends take no setting of backends, and the other way round: what their defaults say of it is nothing to them
  const concerned = (one: Proxy) => isSound(raw, one.placed, branch) || ofSetting(one.placed, setting, branch).length > 0;
  const heirs = model.proxies.filter((one) => one.inherited === proxy.inherited && concerned(one));
  const said = heirs.map((heir) => ofSetting(heir.placed, setting, branch));
  // every proxy says it, once, and in the same words; the defaults say nothing of it
  if (heirs.length < 2 || ofSetting(home.placed, setting, branch).length > 0) return undefined;
  if (said.some((list) => list.length !== 1 || list.some((one) => !isPlain(one) || wordsOf(one) !== text))) return undefined;
  const line = indentIn(home.file, home.placed) + raw;
  const removed = heirs.flatMap((heir, i): readonly TextChange[] => {
    const own = model.files.find(({ uri }) => uri === heir.uri);
    const number = heir.placed.firstLine + (said[i]?.[0]?.statement.offset ?? 0);
    return own === undefined ? [] : [removedLines(own, number, number)];
  });
  return {
    title: l10n.t('Move "{0}" of all {1} proxies to their defaults', text, heirs.length),
    kind: "refactor.extract",
    laterChanges: () => [insertedLines(home.file, endOf(home.placed), [line]), ...removed],
  };
}

/** "timeout client", "option httplog", "mode" … where the setting is one that proxies override. */
function nameOf({ statement, head }: Interpretation): string | undefined {
  const name = settingIn(statement, head);
  const bare = !name.startsWith("option ") || statement.words.length === head;
  return statement.prefix === undefined && bare && single.test(name) ? name : undefined;
}

/** Its first words; the way of balancing is one setting, with a description for each. */
function settingIn({ words }: Statement, head: number): string {
  const count = words[0]?.value === "balance" ? 1 : head;
  return words
    .slice(0, count)
    .map(({ value }) => value)
    .join(" ");
}

function wordsOf({ statement }: Interpretation): string {
  return statement.words.map(({ value }) => value).join(" ");
}

function isPlain({ statement, issues }: Interpretation): boolean {
  const { line, conditional, prefix, words } = statement;
  return issues.length === 0 && !conditional && prefix === undefined && line.comment === undefined && !words.some(({ dynamic }) => dynamic);
}

/** Everything that a section says of a setting, `no option` and its kin included. */
function ofSetting({ section }: PlacedSection, setting: string, branch: string | undefined): readonly Interpretation[] {
  const count = setting.split(" ").length;
  return interpretationsOf(section, branch).filter(
    ({ statement, head }) => statement.offset > 0 && settingIn(statement, Math.max(head, count)) === setting,
  );
}

/** The one defaults section that a proxy inherits, where no other defaults section builds on it. */
function homeOf({ model }: AtCursor, proxy: Proxy): { readonly file: ConfigFile; readonly placed: PlacedSection } | undefined {
  const first = proxy.inherited[0];
  if (first === undefined || proxy.inherited.some(({ section }) => section !== first.section)) return undefined;
  for (const file of model.files) {
    const placed = file.sections.find(({ section }) => section === first.section);
    if (placed === undefined || placed.section.conditional) continue;
    const heirs = model.files.flatMap(({ sections }) => sections.filter(({ section }) => section.kind === "defaults"));
    const builtOn = heirs.some(({ section }) => section !== placed.section && parentOf(section)?.value === placed.section.name);
    return builtOn && placed.section.name !== undefined ? undefined : { file, placed };
  }
  return undefined;
}
