/** What lines ask of a proxy's mode: some as soon as HAProxy reads them, so that the mode above them counts, not the last one. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { inForce, isDisabledOrOpen, lastOfNearest, modeOf, type Proxy, parentOf } from "../../model/proxies/proxies.ts";
import { anyConditional, type PlacedStatement, placedStatementsOf, withKeyword, wordOf } from "../../model/statement.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { type Hit, type ProxyLint, wordHit } from "../hit.ts";

export const modeSoFarHits: ProxyLint = (proxy, { branch }) => [
  ...(proxy.kind === "frontend" ? [] : observedResponses(proxy)),
  ...(branch === undefined || compareBranches(branch, "3.1") < 0 ? [] : quicRules(proxy)),
  ...(proxy.kind === "frontend" || isDisabledOrOpen(proxy) ? [] : [...inTcp(proxy), ...unrepeated(proxy)]),
];

/** What servers and their choice ask of HTTP, wherever the mode stands. */
function inTcp(proxy: Proxy): Hit[] {
  if (modeOf(proxy).mode !== "tcp" || withKeyword(proxy.own, "mode").some(isDynamic)) return [];
  const balance = withKeyword(proxy.own, "balance").at(-1);
  const hashed = balance !== undefined && /^(?:uri$|url_param$|hdr\()/.test(wordOf(balance, 1));
  const said = (what: string, severity: Hit["severity"]) => {
    const message = l10n.t('"{0}" does nothing in {1} "{2}": it needs "mode http"', plain(what), proxy.kind, plain(proxy.name));
    return { code: "needs-http-mode", severity, message } as const;
  };
  const redirecting = withKeyword(proxy.own, "server").flatMap((at) => {
    const index = at.statement.words.findIndex(({ value, dynamic }, i) => i > 2 && value === "redir" && !dynamic);
    return index < 0 ? [] : [wordHit(at, index, said("redir", "error"))];
  });
  return [...(hashed ? [wordHit(balance, 1, said(`balance ${wordOf(balance, 1)}`, "warning"))] : []), ...redirecting];
}

/** With TCP Fast Open a request may have to be sent again. */
function unrepeated(proxy: Proxy): Hit[] {
  const retry = inForce(proxy, "retry-on");
  const causes = retry?.statement.words ?? [];
  const given = (name: string) => causes.some(({ value, dynamic }) => dynamic || value === name);
  if (given("all-retryable-errors") || (given("empty-response") && given("response-timeout"))) return [];
  return withKeyword(proxy.own, "server").flatMap((at) => {
    const index = at.statement.words.findIndex(({ value }, i) => i > 2 && value === "tfo");
    if (index < 0) return [];
    const message = l10n.t(
      '"tfo" needs "retry-on" with "{0}" and "{1}": otherwise what was lost is not sent again',
      "empty-response",
      "response-timeout",
    );
    return [wordHit(at, index, { code: "ineffective-keyword", severity: "warning", message })];
  });
}

/** Responses are watched in HTTP only; HAProxy complains, and goes on. */
function observedResponses(proxy: Proxy): Hit[] {
  return ["server", "server-template", "default-server"].flatMap((keyword) =>
    withKeyword(proxy.own, keyword).flatMap((at) => {
      const index = at.statement.words.findIndex(({ value }, i, words) => value === "layer7" && words[i - 1]?.value === "observe");
      return index > 0 ? withoutHttp(proxy, at, index, "observe layer7", "warning") : [];
    }),
  );
}

/** Rules on the first packets are taken in HTTP mode only. */
function quicRules(proxy: Proxy): Hit[] {
  return proxy.kind === "backend"
    ? []
    : withKeyword(proxy.own, "quic-initial").flatMap((at) => withoutHttp(proxy, at, 0, "quic-initial", "error"));
}

/** In a defaults section, whose own mode counts, or that of the one that it takes over. */
export function quicDefaultsHits({ files }: Model, branch: string | undefined): readonly Hit[] {
  if (branch === undefined || compareBranches(branch, "3.1") < 0) return [];
  return gathered(files, quicInDefaults);
}

const quicInDefaults = perObject(({ uri, sections }: Stretch): readonly Hit[] =>
  sections.flatMap((placed) => {
    const { kind, name = "", conditional } = placed.section;
    if (kind !== "defaults" || name === "" || conditional || parentOf(placed.section) !== undefined) return [];
    const statements = placedStatementsOf(uri, placed);
    return withKeyword(statements, "quic-initial").flatMap((at) => {
      const modes = withKeyword(statements, "mode").filter(({ lineNumber }) => lineNumber < at.lineNumber);
      if (at.statement.conditional || anyConditional(modes) || modes.some(isDynamic)) return [];
      if (modes.length > 0 && wordOf(modes.at(-1) as PlacedStatement, 1) !== "tcp") return [];
      return [neededAbove(at, 0, "quic-initial", { kind, name }, "error")];
    });
  }),
);

function withoutHttp(proxy: Proxy, at: PlacedStatement, index: number, what: string, severity: Hit["severity"]): Hit[] {
  if (at.statement.conditional || at.statement.prefix !== undefined || modeAbove(proxy, at) !== "tcp") return [];
  return [neededAbove(at, index, what, proxy, severity)];
}

interface Named {
  readonly kind: string;
  readonly name: string;
}

function neededAbove(at: PlacedStatement, index: number, what: string, { kind, name }: Named, severity: Hit["severity"]): Hit {
  const message = l10n.t('"{0}" needs "mode http", which {1} "{2}" does not have above this line', what, kind, plain(name));
  return wordHit(at, index, { code: "needs-http-mode", severity, message });
}

/** Undefined where `.if` or a variable leaves it open. */
function modeAbove(proxy: Proxy, at: PlacedStatement): string | undefined {
  const own = withKeyword(proxy.own, "mode").filter(({ lineNumber }) => lineNumber < at.lineNumber);
  const inherited = withKeyword(proxy.inherited, "mode");
  if (anyConditional(own) || anyConditional(inherited) || [...own, ...inherited].some(isDynamic)) return undefined;
  const last = own.at(-1) ?? lastOfNearest(inherited);
  return last === undefined ? "tcp" : wordOf(last, 1);
}

function isDynamic({ statement: { words } }: PlacedStatement): boolean {
  return words[1]?.dynamic === true;
}
