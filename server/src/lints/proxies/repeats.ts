/** What HAProxy takes only once in a proxy: ids of listeners and servers, names that a template gives, filters, users of the statistics page, delays. */
import * as l10n from "@vscode/l10n";
import { type Proxy, serverLines } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, placeOf, withKeyword, wordOf } from "../../model/statement.ts";
import { type Hit, type ProxyLint, wordHit } from "../hit.ts";
import { lineInWords } from "../place.ts";
import { idIndex, nameTaken, takenTwice } from "../taken.ts";

export const repeatHits: ProxyLint = (proxy) => {
  const servers = proxy.kind === "frontend" ? [] : serverLines(proxy);
  const filters = withKeyword(proxy.own, "filter");
  return [
    ...takenTwice(withKeyword(proxy.own, "bind"), ids),
    ...takenTwice(servers, ids),
    ...templateNames(servers),
    ...takenTwice(filters, compressions),
    ...takenTwice(filters, caches),
    ...takenTwice(filters, limits),
    ...takenTwice(withKeyword(proxy.own, "stats"), users),
    ...delays(proxy, "tcp-request"),
    ...delays(proxy, "tcp-response"),
  ];
};

const ids = { what: "id", severity: "error", indexOf: idIndex } as const;
/** Filters of one kind, by the word that tells them apart. */
const filtersOf = (kind: RegExp, index: number) =>
  ({ what: "filter", severity: "error", indexOf: (at: PlacedStatement) => (kind.test(wordOf(at, 1)) ? index : -1) }) as const;
const compressions = filtersOf(/^comp(?:ression|-req|-res)$/, 1);
const caches = filtersOf(/^cache$/, 2);
const limits = filtersOf(/^bwlim-/, 2);
/** HAProxy keeps the first password. */
const users = {
  what: "user",
  severity: "warning",
  indexOf: (at: PlacedStatement) => (wordOf(at, 1) === "auth" ? 2 : -1),
  until: ":",
} as const;

/** Servers that one template stands for; of more we do not ask. */
const mostServers = 1000;

/** `server-template web 1-3` gives the names web1 to web3. */
function templateNames(servers: readonly PlacedStatement[]): Hit[] {
  if (!servers.some((at) => wordOf(at, 0) === "server-template")) return [];
  const first = new Map<string, PlacedStatement>();
  return [...servers]
    .sort((a, b) => a.lineNumber - b.lineNumber)
    .flatMap((at) => {
      const names = namesOf(at);
      const taken = names.find((name) => first.has(name));
      const earlier = taken === undefined ? undefined : first.get(taken);
      if (earlier === undefined) {
        for (const name of names) first.set(name, at);
        return [];
      }
      // two servers of one name are told of elsewhere
      const templates = [at, earlier].some((one) => wordOf(one, 0) === "server-template");
      return templates && earlier.uri === at.uri
        ? [wordHit(at, 1, nameTaken({ what: "server", name: taken ?? "", severity: "error" }, placeOf(earlier), at.uri))]
        : [];
    });
}

function namesOf(at: PlacedStatement): readonly string[] {
  const { words, conditional, prefix } = at.statement;
  if (conditional || prefix !== undefined || words.slice(1, 3).some(({ dynamic }) => dynamic)) return [];
  if (wordOf(at, 0) === "server") return [wordOf(at, 1)];
  const [, from, to] = /^(?:(\d+)-)?(\d+)$/.exec(wordOf(at, 2)) ?? [];
  const [low, high] = [Number(from ?? 1), Number(to ?? 0)];
  if (high < low || high - low >= mostServers) return [];
  return Array.from({ length: high - low + 1 }, (_, i) => `${wordOf(at, 1)}${low + i}`);
}

/** HAProxy keeps the first delay, one of the defaults section included; one of 0 it takes for unset. */
function delays(proxy: Proxy, ruleset: string): Hit[] {
  const ofRuleset = (statements: readonly PlacedStatement[]) =>
    withKeyword(statements, ruleset).filter((at) => wordOf(at, 1) === "inspect-delay" && !at.statement.conditional);
  const own = ofRuleset(proxy.own);
  if (own.length === 0) return [];
  const [first] = [...ofRuleset(proxy.inherited), ...own].filter((at) => !/^0+[a-z]*$/.test(wordOf(at, 2)));
  if (first === undefined) return [];
  const where = (uri: string) => lineInWords(placeOf(first), uri);
  return own
    .filter((at) => at !== first && (at.section !== first.section || at.lineNumber > first.lineNumber))
    .map((at) => ({
      ...placeOf(at),
      code: "duplicate-statement",
      severity: "warning",
      message: l10n.t(
        '"{0}" is already set in {1}: HAProxy keeps that value and ignores this one',
        `${ruleset} inspect-delay`,
        where(at.uri),
      ),
    }));
}
