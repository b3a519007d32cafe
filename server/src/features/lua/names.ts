/** What is known of a name that Lua scripts register, for hovers of a configuration. */
import * as l10n from "@vscode/l10n";
import { kindInWords } from "../../lints/luaNames.ts";
import type { LoadedScript, Registered } from "../../model/lua.ts";
import type { RegistrationKind } from "../../model/luaRegistrations.ts";
import type { Model } from "../../model/model.ts";
import { wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";

/** The registrations of a name, in the order of the scripts; kinds as in the parts of a line are `lua-action`, `lua-fetch` and so on. */
function registeredAs({ lua }: Model, kind: RegistrationKind, name: string): readonly Registered[] {
  return lua.registered.filter((one) => one.kind === kind && one.name === name);
}

/** Markdown on `lua.NAME`: its signature as the configuration uses it, where it is registered, its author's comment; undefined where it is not known. */
export function luaNameNote(model: Model, kind: RegistrationKind, name: string): string | undefined {
  const found = registeredAs(model, kind, name).at(-1);
  if (found === undefined) return undefined;
  const { from, at, hooks, doc } = found;
  const where = l10n.t("{0}, registered in {1}", kindInWords(kind), `\`${plain(fileOf(from))}:${at.line + 1}\``);
  const parts = [
    `\`\`\`haproxy\nlua.${plain(name)}${argumentsOf(found)}\n\`\`\``,
    hooks === undefined ? where : `${where} (${plain(hooks.join(", "))})`,
  ];
  if (doc !== undefined && doc !== "") parts.push(quoted(doc));
  return parts.join("\n\n");
}

/** As the configuration names it; a module by its file. */
function fileOf({ name, uri, load }: LoadedScript): string {
  return name === wordOf(load, 1) || uri === undefined ? name : (uri.split("/").at(-1) ?? name);
}

/** Actions take words, fetches and converters what stands in parentheses; the first parameter comes from HAProxy. */
function argumentsOf({ kind, fn, nbArgs }: Registered): string {
  const own = fn?.params.slice(1).map(plain) ?? [];
  const more = fn?.variadic ? ["..."] : [];
  if (kind === "action") {
    const count = nbArgs ?? own.length;
    return Array.from({ length: count }, (_, i) => ` <${own[i] ?? i + 1}>`).join("");
  }
  const taken = kind === "fetch" || kind === "converter" ? [...own, ...more] : [];
  return taken.length === 0 ? "" : `(${taken.join(",")})`;
}

/** Words of somebody else as text, not as Markdown. */
function quoted(doc: string): string {
  const lines = doc.split("\n").slice(0, 20);
  return lines.map((line) => `> ${plain(line).replace(/[\\*_{}[\]<>()#+!|~-]/g, "\\$&")}`).join("  \n");
}
