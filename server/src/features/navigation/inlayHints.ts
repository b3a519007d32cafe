/** What a line does not say itself: the unit of a bare number, and what a proxy has from its defaults section. */
import * as l10n from "@vscode/l10n";
import { lineInWords } from "../../lints/place.ts";
import { interpretationsOf } from "../../model/interpretation/interpretation.ts";
import type { Model } from "../../model/model.ts";
import { perBranch } from "../../model/perBranch.ts";
import { endpointsOf, serversOfProxy } from "../../model/proxies/endpoints.ts";
import { modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import { isMereTable } from "../../model/proxies/switching.ts";
import { type EffectiveTimeout, timeoutsOf } from "../../model/proxies/timeouts.ts";
import { placeOf, wordOf } from "../../model/statement.ts";
import { declaredIn } from "../../model/symbols/declared.ts";
import type { ConfigFile, Section } from "../../syntax/config.ts";
import { timeInWords } from "../../syntax/values.ts";

export interface Hint {
  readonly line: number;
  readonly column: number;
  readonly label: string;
  readonly tooltip: string | undefined;
  /** The label may be written into the text, where it changes nothing. */
  readonly insertable: boolean;
}

export interface HintOptions {
  readonly branch: string | undefined;
  /** Which kinds of hints are wanted. */
  readonly units: boolean;
  readonly inherited: boolean;
  /** What default-server lines give to each server. */
  readonly servers?: boolean;
}

/** Hints of the lines from `first` to `last`, both included. */
export function hintsIn(model: Model, file: ConfigFile, first: number, last: number, options: HintOptions): readonly Hint[] {
  const hints: Hint[] = [];
  const { proxyOf } = declaredIn(model);
  for (const { firstLine, section } of file.sections) {
    if (firstLine > last || firstLine + section.lines.length <= first) continue;
    const proxy = proxyOf.get(section);
    const header = options.inherited && proxy !== undefined ? headerHint(proxy, file.uri) : undefined;
    if (header !== undefined) hints.push(header);
    if (options.servers === true && proxy !== undefined) hints.push(...serverHints(proxy, options.branch));
    if (options.units) for (const unit of unitsIn(section, options.branch)) hints.push({ ...unit, line: firstLine + unit.line });
  }
  return hints.filter(({ line }) => first <= line && line <= last);
}

/** Times without a unit; their lines count from the section's first. */
const unitsIn = perBranch((section: Section, branch: string | undefined): readonly Hint[] =>
  interpretationsOf(section, branch).flatMap(({ statement, roles }) =>
    roles.flatMap(({ index, node }): Hint[] => {
      const word = statement.words[index];
      if (word === undefined || node.kind !== "type" || node.type !== "time" || !/^\d+$/.test(word.value) || Number(word.value) === 0)
        return [];
      const label = node.parameter === "s" ? "s" : "ms";
      const milliseconds = Number(word.value) * (label === "s" ? 1000 : 1);
      const inWords = timeInWords(milliseconds);
      const tooltip = inWords === `${word.value}${label}` ? undefined : inWords;
      return [{ line: statement.offset, column: word.span.end, label, tooltip, insertable: word.quoting === "none" }];
    }),
  ),
);

/** Timeouts that matter most to each kind of proxy. */
const shown: Readonly<Record<Proxy["kind"], readonly string[]>> = {
  frontend: ["client", "http-request"],
  backend: ["connect", "server", "queue"],
  listen: ["client", "connect", "server"],
};

function headerHint(proxy: Proxy, uri: string): Hint | undefined {
  const { placed, own, inherited, kind } = proxy;
  if (isMereTable(proxy)) return undefined;
  const mode = modeOf(proxy);
  const timeouts = timeoutsOf(proxy).filter(({ at }) => at.section !== placed.section);
  const parts = [
    ...(mode.at === undefined ? [`mode ${mode.mode}`] : []),
    ...shown[kind].flatMap((name) => timeouts.filter((one) => one.name === name)).map((timeout) => `${timeout.name} ${valueOf(timeout)}`),
  ];
  const end = placed.section.lines[0]?.words.at(-1)?.span.end;
  if (end === undefined || parts.length === 0 || (own.length === 0 && inherited.length === 0)) return undefined;
  const lines = timeouts.map((timeout) =>
    l10n.t("timeout {0} {1}, from {2}", timeout.name, valueOf(timeout), lineInWords(placeOf(timeout.at), uri)),
  );
  const from = inherited[0]?.section.name;
  const heading =
    from === undefined ? l10n.t("From its defaults section:") : l10n.t('From the defaults section "{0}" and those above it:', from);
  return {
    line: placed.firstLine,
    column: end,
    label: parts.join(", "),
    tooltip: lines.length === 0 ? undefined : [heading, ...lines].join("\n"),
    insertable: false,
  };
}

function valueOf({ at, milliseconds }: EffectiveTimeout): string {
  return milliseconds === undefined || milliseconds < 1 ? wordOf(at, 2) : timeInWords(milliseconds);
}

/** Longer labels are cut: the hover of the server has them all. */
const longestLabel = 60;

/** Parameters that a server has from default-server lines, those of its defaults too. */
function serverHints(proxy: Proxy, branch: string | undefined): readonly Hint[] {
  const { section, firstLine } = proxy.placed;
  const own = new Map(endpointsOf(section, branch).map(({ statement, parameters }) => [statement, new Set(parameters.keys())]));
  return serversOfProxy(proxy, branch).flatMap(({ statement, parameters, dynamic }): Hint[] => {
    const given = parameters.keys().filter((name) => own.get(statement)?.has(name) === false);
    const end = statement.words.at(-1)?.span.end;
    if (dynamic || given.length === 0 || end === undefined) return [];
    const whole = given.map((name) => `${name} ${parameters.get(name) ?? ""}`.trim()).join(" ");
    const label = whole.length <= longestLabel ? whole : `${whole.slice(0, longestLabel - 1)}…`;
    return [
      { line: firstLine + statement.offset, column: end, label, tooltip: l10n.t("From default-server: {0}", whole), insertable: false },
    ];
  });
}
