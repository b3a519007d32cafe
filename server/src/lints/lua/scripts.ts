/** Findings inside Lua scripts: only what HAProxy makes of them, nothing that a linter for Lua would say. */

import * as l10n from "@vscode/l10n";
import type { LuaContext } from "../../knowledge/luaApi.ts";
import type { Release } from "../../knowledge/release.ts";
import type { LuaFunction, LuaPlace } from "../../lua/reading.ts";
import type { LoadedScript } from "../../model/lua/lua.ts";
import type { Registration } from "../../model/lua/registrations.ts";
import { asRead } from "../../model/macros/asRead.ts";
import type { Model } from "../../model/model.ts";
import { wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import type { LintCode } from "../codes.ts";
import type { Hit } from "../hit.ts";
import { secondRegistrations } from "./loads.ts";
import { apiHits } from "./members.ts";
import { kindInWords } from "./names.ts";
import { stateHits } from "./state.ts";
import { waitHits } from "./waits.ts";

/** A finding in a script, without its file. */
export interface ScriptHit {
  readonly at: LuaPlace;
  readonly code: LintCode;
  readonly severity: Hit["severity"];
  readonly message: string;
}

/** Circumstances that a script is read in. */
export interface ScriptCircumstances {
  readonly release: Release | undefined;
  /** HAProxy runs with one thread. */
  readonly alone: boolean;
}

/** `uri` is that of the script, or its name where nobody knows more; a script that is loaded twice is looked at once. */
export function luaScriptHits(whole: Model, release: Release | undefined): readonly Hit[] {
  const { model } = asRead(whole, release);
  const { lua, nbthread } = model;
  const alone = nbthread !== undefined && wordOf(nbthread, 1) === "1";
  const found = new Map<string, Hit>();
  for (const loaded of lua.scripts) {
    const uri = loaded.uri ?? loaded.name;
    for (const { at, ...hit } of hitsIn(loaded, { release, alone }))
      found.set(`${uri} ${at.line} ${at.span.start} ${hit.code}`, { ...hit, uri, line: at.line, span: at.span });
  }
  for (const { kind, name, at, from } of secondRegistrations(lua)) {
    const message = l10n.t('the {0} "lua.{1}" is registered before: the last one counts', kindInWords(kind), plain(name ?? ""));
    const uri = from.uri ?? from.name;
    found.set(`${uri} ${at.line} ${at.span.start}`, {
      uri,
      line: at.line,
      span: at.span,
      code: "lua-registered-twice",
      severity: "warning",
      message,
    });
  }
  return [...found.values()];
}

function hitsIn(loaded: LoadedScript, circumstances: ScriptCircumstances): readonly ScriptHit[] {
  return [...waitHits(loaded), ...stateHits(loaded, circumstances), ...apiHits(loaded, circumstances)];
}

/** How HAProxy comes to run a function: the first of its contexts that fits; undefined where none does. */
export function runsIn(
  { script }: LoadedScript,
  fn: LuaFunction | undefined,
  fits: (context: LuaContext) => boolean,
): Registration | undefined {
  const contexts = fn && script.contexts.get(fn);
  for (const [context, registration] of contexts ?? []) if (fits(context)) return registration;
  return undefined;
}

/** While traffic runs: everywhere but in what runs once at the start. */
export function atRunTime(context: LuaContext): boolean {
  return context !== "init";
}

/** 'the action "lua.x"', "a task". */
export function registrationInWords({ kind, name }: Registration): string {
  if (name === undefined) return l10n.t("a registered {0}", kindInWords(kind));
  return l10n.t('the {0} "{1}"', kindInWords(kind), plain(kind === "cli" ? name : `lua.${name}`));
}
