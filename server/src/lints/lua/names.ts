/** Uses of what Lua scripts register: whether it is there, of that kind, for that rule set, with that many words. */

import * as l10n from "@vscode/l10n";
import type { LuaUse, Registered } from "../../model/lua/lua.ts";
import type { RegistrationKind } from "../../model/lua/registrations.ts";
import { luaUsesOf, type UseInConfig } from "../../model/lua/uses.ts";
import type { Model } from "../../model/model.ts";
import type { PlacedSection } from "../../syntax/config.ts";
import { Memory } from "../../syntax/memory.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import type { Hit } from "../hit.ts";
import { withSuggestion } from "../nearest.ts";

/** Rank of each file, as HAProxy loads them. */
type Order = ReadonlyMap<string, number>;

interface Kept {
  readonly lua: LuaUse;
  readonly branch: string | undefined;
  readonly hits: readonly Hit[];
}
const kept = new Memory<Stretch, Kept>();

export function luaNameHits(model: Model, branch: string | undefined): readonly Hit[] {
  const { lua } = model;
  // the global section may stand in a file that nobody gave us
  if (lua.loads.length === 0 && !model.files.some(({ sections }) => sections.some(({ section }) => section.kind === "global"))) return [];
  // HAProxy refuses the first use of what a script would have registered: nothing is certain before every script was read
  if (lua.loads.length > 0 && (lua.texts.includes(undefined) || lua.scripts.some(({ script }) => script.reading.problem !== undefined)))
    return [];
  const order = new Map(model.files.map(({ uri }, i) => [uri, i]));
  return gathered(model.files, (stretch) => stretchHits(stretch, lua, branch, order));
}

/** A stretch is looked at again when it, or what is registered, changes. */
function stretchHits(stretch: Stretch, lua: LuaUse, branch: string | undefined, order: Order): readonly Hit[] {
  const known = kept.get(stretch);
  if (known !== undefined && known.branch === branch && sameScripts(known.lua, lua)) return known.hits;
  const hits = stretch.sections.flatMap((placed) => sectionHits(stretch.uri, placed, lua, branch, order));
  kept.set(stretch, { lua, branch, hits });
  return hits;
}

function sectionHits(uri: string, { firstLine, section }: PlacedSection, lua: LuaUse, branch: string | undefined, order: Order): Hit[] {
  return luaUsesOf(section, branch).flatMap((use) => {
    const line = firstLine + use.offset;
    const at = { uri, lineNumber: line };
    const found = use.interpretation.statement.conditional ? undefined : (wrongWith(use, lua) ?? tooEarly(use, lua, at, order));
    return found === undefined ? [] : [{ ...found, uri, line, span: found.span ?? use.span }];
  });
}

function sameScripts(one: LuaUse, other: LuaUse): boolean {
  if (one.complete !== other.complete || one.scripts.length !== other.scripts.length || one.loads.length !== other.loads.length)
    return false;
  const sameLoads = one.loads.every(({ uri, lineNumber }, i) => uri === other.loads[i]?.uri && lineNumber === other.loads[i]?.lineNumber);
  return sameLoads && one.scripts.every(({ script }, i) => script === other.scripts[i]?.script);
}

type Wrong = Pick<Hit, "code" | "severity" | "message"> & { readonly span?: Hit["span"] };

function wrongWith(use: UseInConfig, lua: LuaUse): Wrong | undefined {
  const named = lua.registered.filter(({ name }) => name === use.name);
  const fitting = named.filter(({ kind }) => kind === use.kind);
  if (fitting.length === 0) return named.length > 0 ? otherKind(use, named) : lacking(use, lua);
  return wrongPlace(use, fitting) ?? wrongCount(use, fitting);
}

export function kindInWords(kind: RegistrationKind): string {
  switch (kind) {
    case "action":
      return l10n.t("action");
    case "fetch":
      return l10n.t("sample fetch");
    case "converter":
      return l10n.t("converter");
    case "service":
      return l10n.t("service");
    case "filter":
      return l10n.t("filter");
    case "cli":
      return l10n.t("CLI command");
    case "init":
      return l10n.t("function at start");
    case "task":
      return l10n.t("task");
  }
}

function lacking({ kind, name }: UseInConfig, { loads, complete, registered }: LuaUse): Wrong {
  const code = "undefined-lua";
  const known = registered.filter((one) => one.kind === kind && one.name !== undefined).map((one) => `lua.${one.name}`);
  if (loads.length === 0)
    return { code, severity: "error", message: l10n.t('"lua.{0}": no Lua script is loaded that could register it', plain(name)) };
  const message = complete
    ? l10n.t('no Lua script registers the {0} "lua.{1}"', kindInWords(kind), plain(name))
    : l10n.t('none of the Lua scripts read here registers the {0} "lua.{1}"; modules that they load may', kindInWords(kind), plain(name));
  return { code, severity: complete ? "error" : "information", message: withSuggestion(message, `lua.${name}`, known) };
}

function otherKind({ kind, name }: UseInConfig, named: readonly Registered[]): Wrong {
  const kinds = [...new Set(named.map((one) => kindInWords(one.kind)))].join(l10n.t(", "));
  const message = l10n.t('"lua.{0}" is registered as {1}, not as {2}', plain(name), kinds, kindInWords(kind));
  return { code: "lua-wrong-kind", severity: "error", message };
}

const hookOf: Readonly<Record<string, string>> = {
  "http-request": "http-req",
  "http-response": "http-res",
  "http-after-response": "http-after-res",
  "tcp-request content": "tcp-req",
  "tcp-response content": "tcp-res",
};

function wrongPlace({ kind, name, interpretation }: UseInConfig, fitting: readonly Registered[]): Wrong | undefined {
  const { ruleset = "" } = interpretation;
  if (fitting.some(({ hooks }) => hooks === undefined)) return undefined;
  const hooks = [...new Set(fitting.flatMap((one) => one.hooks ?? []))];
  const code = "lua-wrong-kind";
  if (kind === "action" && hookOf[ruleset] !== undefined && !hooks.includes(hookOf[ruleset])) {
    const message = l10n.t(
      'the action "lua.{0}" is registered for {1}, not for "{2}"',
      plain(name),
      plain(hooks.join(l10n.t(", "))),
      hookOf[ruleset],
    );
    return { code, severity: "error", message };
  }
  if (kind !== "service") return undefined;
  const mode = ruleset === "http-request" ? "http" : ruleset === "tcp-request content" ? "tcp" : undefined;
  if (mode === undefined || hooks.includes(mode)) return undefined;
  const message = l10n.t('the service "lua.{0}" is registered for {1}, not for "{2}"', plain(name), plain(hooks.join(l10n.t(", "))), mode);
  return { code, severity: "error", message };
}

/** An action takes exactly the words that it was registered with; behind them only a condition may stand. */
function wrongCount({ kind, name, index, interpretation }: UseInConfig, fitting: readonly Registered[]): Wrong | undefined {
  const [first, ...others] = fitting.map(({ nbArgs }) => nbArgs);
  if (kind !== "action" || index === undefined || first === undefined || others.some((count) => count !== first)) return undefined;
  const { words } = interpretation.statement;
  const rest = words.slice(index + 1);
  if (rest.some(({ dynamic }) => dynamic)) return undefined;
  const code = "lua-arguments";
  if (rest.length < first) {
    const message = l10n.t('the action "lua.{0}" takes {1} arguments, here are {2}', plain(name), first, rest.length);
    return { code, severity: "error", message };
  }
  const next = rest[first];
  if (next === undefined || next.value === "if" || next.value === "unless") return undefined;
  const message = l10n.t('the action "lua.{0}" takes {1} arguments: "{2}" is too much', plain(name), first, plain(next.value));
  return { code, severity: "error", message, span: next.span };
}

/** What HAProxy reads when all files are, so that a script may come later (tried on 2.6, 3.0, 3.2 and 3.4). */
const readLast = new Set(["log-format", "log-format-sd", "error-log-format", "unique-id-format", "balance"]);

/** A script must be loaded before the first line that uses what it registers. */
function tooEarly(use: UseInConfig, lua: LuaUse, at: LinePlace, order: Order): Wrong | undefined {
  const { words } = use.interpretation.statement;
  const [first, second] = words;
  const ofRule = first?.value === "use_backend" && second !== undefined && use.span.start < second.span.end;
  if (readLast.has(first?.value ?? "") || ofRule) return undefined;
  const loads = lua.registered.filter(({ kind, name }) => kind === use.kind && name === use.name).map(({ from }) => from.load);
  const [load] = loads;
  if (load === undefined || loads.some((one) => one.statement.conditional || !isBehind(one, at, order))) return undefined;
  const message =
    load.uri === at.uri
      ? l10n.t(
          'the script that registers "lua.{0}" is loaded further down, in line {1}: HAProxy does not know it here',
          plain(use.name),
          load.lineNumber + 1,
        )
      : l10n.t('the script that registers "lua.{0}" is loaded by a file that comes later: HAProxy does not know it here', plain(use.name));
  return { code: "undefined-lua", severity: "error", message };
}

type LinePlace = { readonly uri: string; readonly lineNumber: number };

function isBehind(one: LinePlace, other: LinePlace, order: Order): boolean {
  const [rank = 0, otherRank = 0] = [order.get(one.uri), order.get(other.uri)];
  return rank === otherRank ? one.lineNumber > other.lineNumber : rank > otherRank;
}
