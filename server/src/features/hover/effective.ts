/** What is in force in a proxy, and what a statement stands in place of: own lines before those of the defaults section. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { inForce, modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import { timeoutsOf } from "../../model/proxies/timeouts.ts";
import { type PlacedStatement, type Statement, withKeyword } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import { fenced } from "./describe.ts";
import { sectionsOf } from "./places.ts";

/** Statements that hold one value, by their first word; those with a second word hold one for each. */
const single = new Set(
  "mode balance maxconn fullconn retries backlog cookie hash-type hash-balance-factor http-reuse log-format log-format-sd error-log-format log-tag default_backend monitor-uri retry-on unique-id-format unique-id-header source dynamic-cookie-key load-server-state-from-file max-keep-alive-queue rate-limit".split(
    " ",
  ),
);
const bySecondWord = new Set(["timeout", "option", "errorfile", "rate-limit", "compression"]);

/** Timeouts that say nothing to a proxy without that side. */
const otherSide: Readonly<Record<Proxy["kind"], ReadonlySet<string>>> = {
  frontend: new Set(["connect", "server", "server-fin", "queue", "tunnel"]),
  backend: new Set(["client", "client-fin", "client-hs"]),
  listen: new Set(),
};

/** Mode, timeouts and what else a reader asks of a proxy, with the line that says so; Markdown. */
export function proxyInForce(proxy: Proxy): string {
  const lines = [`mode ${modeOf(proxy).mode}${comment(inForce(proxy, "mode"), proxy, l10n.t("HAProxy's default"))}`];
  const others = ["balance", "maxconn", "default_backend", "retries"].flatMap((keyword) => {
    const at = sectionsOf("proxy", keyword, undefined).includes(proxy.kind) ? inForce(proxy, keyword) : undefined;
    return at === undefined ? [] : [at];
  });
  const timeouts = timeoutsOf(proxy).flatMap(({ name, at }) => (otherSide[proxy.kind].has(name) ? [] : [at]));
  for (const at of [...timeouts, ...others]) if (at.statement.prefix === undefined) lines.push(`${textOf(at)}${comment(at, proxy, "")}`);
  const counts = [
    ["bind", l10n.t("listening addresses: {0}", withKeyword(proxy.own, "bind").length)],
    ["server", l10n.t("servers: {0}", withKeyword(proxy.own, "server").length)],
  ] as const;
  const facts = counts.filter(([keyword]) => withKeyword(proxy.own, keyword).length > 0).map(([, text]) => `- ${text}`);
  return [l10n.t("In force:"), fenced(lines.join("\n")), ...(facts.length > 0 ? [facts.join("\n")] : [])].join("\n\n");
}

function textOf({ statement }: PlacedStatement): string {
  return plain(statement.words.map(({ value }) => value).join(" "));
}

/** "  # line 3", with the word of the defaults section where it is inherited. */
function comment(at: PlacedStatement | undefined, proxy: Proxy, otherwise: string): string {
  if (at === undefined) return otherwise === "" ? "" : `  # ${otherwise}`;
  const line = String(at.lineNumber + 1);
  return `  # ${proxy.own.includes(at) ? l10n.t("line {0}", line) : l10n.t("from {0}, line {1}", nameOfSection(at), line)}`;
}

function nameOfSection({ section }: PlacedStatement): string {
  return section.name === undefined || section.name === "from" ? section.kind : `${section.kind} ${plain(section.name)}`;
}

/** What a statement of a proxy overrides, or how many proxies one of a defaults section reaches; undefined where there is nothing to say. */
export function overridden(statement: Statement, lineNumber: number, uri: string, model: Model): string | undefined {
  const first = statement.words[0]?.value ?? "";
  if (!single.has(first) && !bySecondWord.has(first)) return undefined;
  const key = keyOf(statement);
  for (const proxy of model.proxies) {
    if (
      proxy.uri !== uri ||
      lineNumber < proxy.placed.firstLine ||
      lineNumber >= proxy.placed.firstLine + proxy.placed.section.lines.length
    )
      continue;
    const before = withKeyword(proxy.inherited, first).find((at) => keyOf(at.statement) === key);
    return (
      before &&
      l10n.t("In place of {0} from {1}, line {2}", `\`${prefixed(before)}\``, nameOfSection(before), String(before.lineNumber + 1))
    );
  }
  return reach(statement, key, first, model);
}

function prefixed(at: PlacedStatement): string {
  const { prefix } = at.statement;
  return prefix === undefined ? textOf(at) : `${prefix} ${textOf(at)}`;
}

function reach(statement: Statement, key: string, first: string, model: Model): string | undefined {
  const heirs = model.proxies.filter(({ inherited }) => withKeyword(inherited, first).some((at) => at.statement === statement));
  if (heirs.length === 0) return undefined;
  const others = heirs.filter(({ own }) => withKeyword(own, first).some((at) => keyOf(at.statement) === key));
  return others.length === 0
    ? l10n.t("Proxies that inherit it: {0}", heirs.length)
    : l10n.t("Proxies that inherit it: {0}; with one of their own: {1}", heirs.length, others.length);
}

function keyOf({ words }: Statement): string {
  const [first, second] = words;
  return bySecondWord.has(first?.value ?? "") ? `${first?.value} ${second?.value}` : (first?.value ?? "");
}

/** The `default-server` lines whose settings a server line starts from, the nearest last. */
export function serverDefaults(statement: Statement, lineNumber: number, uri: string, model: Model): string | undefined {
  const first = statement.words[0]?.value;
  if (first !== "server" && first !== "server-template") return undefined;
  const proxy = model.proxies.find(({ own }) => withKeyword(own, first).some((at) => at.statement === statement));
  if (proxy === undefined || proxy.uri !== uri) return undefined;
  const before = withKeyword(proxy.own, "default-server").filter((at) => at.lineNumber < lineNumber);
  const lines = [...withKeyword(proxy.inherited, "default-server"), ...before].map((at) => `${textOf(at)}${comment(at, proxy, "")}`);
  return lines.length === 0 ? undefined : `${l10n.t("Starts from:")}\n\n${fenced(lines.join("\n"))}`;
}
