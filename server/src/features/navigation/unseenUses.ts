/** Uses of a name that no reading of the files can find: names put together at run time, and what scripts and the environment do. */
import * as l10n from "@vscode/l10n";
import { lineInWords } from "../../lints/place.ts";
import type { Model } from "../../model/model.ts";
import { isDynamic, mayBecome, mayLeadTo, switchingRules } from "../../model/proxies/switching.ts";
import { globalStatements, withKeyword, wordOf } from "../../model/statement.ts";
import type { NamedThing } from "../../model/symbols/symbols.ts";
import type { Word } from "../../syntax/line.ts";

/** What a person should look at after a renaming, in words; undefined where all uses can be seen. */
export function unseenUses(model: Model, thing: NamedThing, uri: string): string | undefined {
  const { kind, name } = thing;
  const rule = ruleAtRunTime(model, thing, uri);
  if (rule !== undefined) return rule;
  if (inScripts.has(kind) && [...model.scripts.values()].some((text) => isQuoted(text, name)))
    return l10n.t('a Lua script names "{0}" as well', name);
  const preset =
    kind === "environment"
      ? globalStatements(model.files).find((at) => wordOf(at, 0) === "presetenv" && wordOf(at, 1) === name)
      : undefined;
  return preset && l10n.t('the environment of HAProxy may set "{0}" as well', name);
}

/** What the API of Lua knows by name: core.proxies, core.backends, Server, StickTable, txn:get_var. */
const inScripts: ReadonlySet<string> = new Set(["frontend", "backend", "listen", "server", "server-template", "table", "variable"]);

function isQuoted(text: string, name: string): boolean {
  return text.includes(`"${name}"`) || text.includes(`'${name}'`);
}

function ruleAtRunTime(model: Model, { kind, name, owner }: NamedThing, uri: string): string | undefined {
  if (kind === "backend" || kind === "listen") {
    const target = model.proxies.find((proxy) => proxy.kind === kind && proxy.name === name);
    const rules = model.proxies.flatMap((proxy) =>
      switchingRules(proxy).filter((at) => isDynamic(at) && target !== undefined && mayLeadTo(at, proxy, target)),
    );
    const rule = rules[0];
    if (rule === undefined) return undefined;
    const where = lineInWords({ uri: rule.uri, line: rule.lineNumber }, uri);
    return l10n.t('A backend is picked at run time, in {0}: what gives the name, such as a map, may still hold "{1}"', where, name);
  }
  if (kind !== "server" && kind !== "server-template") return undefined;
  const mayPick = (word: Word | undefined) => word !== undefined && (kind === "server-template" || mayBecome(word, name));
  const rule = model.proxies
    .filter((proxy) => proxy.name === owner && proxy.kind !== "frontend")
    .flatMap(({ own }) => withKeyword(own, "use-server").filter((at) => isDynamic(at) && mayPick(at.statement.words[1])))[0];
  if (rule === undefined) return undefined;
  const where = lineInWords({ uri: rule.uri, line: rule.lineNumber }, uri);
  return l10n.t('A server is picked at run time, in {0}: what gives the name may still hold "{1}"', where, name);
}
