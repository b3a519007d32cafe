/** Names in places that the notation of the grammar cannot tell: lists in a word, prefixes of addresses, certificates, scripts, the environment. */
import type { Section } from "../../syntax/config.ts";
import type { Collect } from "./conditionNames.ts";
import type { Access, NameInWord } from "./occurrence.ts";
import type { Reading } from "./statementNames.ts";

export function namesByStatement(reading: Reading, sectionKind: Section["kind"], collect: Collect): void {
  const { words } = reading.statement;
  const first = words[0]?.value ?? "";
  if (sectionKind === "userlist") membersIn(reading, collect);
  else if (sectionKind === "crt-store" && first === "load") aliasesIn(reading, collect);
  else if (sectionKind === "global") variablesIn(reading, collect);
  if (first === "log" || first === "log-stderr") targetIn(reading, collect);
  if (first === "bind" || first === "server" || first === "server-template" || first === "default-server") certificatesIn(reading, collect);
  scriptsIn(reading, collect);
}

/** `user U groups a,b` and `group G users a,b`. */
function membersIn({ statement: { words } }: Reading, collect: Collect): void {
  const kind = words[0]?.value === "user" ? "group" : "user";
  const list = words.findIndex(({ value }, i) => i > 1 && value === `${kind}s`);
  const word = words[list + 1];
  if (list < 0 || word === undefined || word.dynamic) return;
  let start = 0;
  for (const name of word.value.split(",")) {
    if (name !== "") collect(list + 1, { kind, name, start, end: start + name.length, access: "uses" });
    start += name.length + 1;
  }
}

function aliasesIn({ statement: { words } }: Reading, collect: Collect): void {
  words.forEach(({ value, dynamic }, i) => {
    if (words[i - 1]?.value === "alias" && !dynamic && value !== "") collect(i, named("certificate", value, 0, "declares"));
  });
  // without an alias a certificate goes by the name of its file
  const at = words.findIndex(({ value }) => value === "crt") + 1;
  const file = words[at];
  if (at > 0 && file !== undefined && !file.dynamic && !words.some(({ value }) => value === "alias"))
    collect(at, named("certificate", file.value, 0, "declares"));
}

/** `crt @store/alias`. */
function certificatesIn({ statement: { words } }: Reading, collect: Collect): void {
  words.forEach(({ value, dynamic }, i) => {
    const parts = /^@([^/]*)\/(.+)$/.exec(value);
    if (parts === null || dynamic || !/^(?:default-)?crt$/.test(words[i - 1]?.value ?? "")) return;
    const [, owner = "", name = ""] = parts;
    if (owner !== "") collect(i, named("crt-store", owner, 1, "uses"));
    collect(i, { ...named("certificate", name, owner.length + 2, "uses"), owner });
  });
}

function named(kind: string, name: string, start: number, access: Access): NameInWord {
  return { kind, name, start, end: start + name.length, access };
}

/** Logs go to `ring@name` and `backend@name`; rings that are there without a section are no names of ours. */
function targetIn({ statement: { words } }: Reading, collect: Collect): void {
  const parts = /^(ring|backend)@(.+)$/.exec(words[1]?.value ?? "");
  if (parts === null || words[1]?.dynamic) return;
  const [, kind = "", name = ""] = parts;
  collect(1, named(kind, name, kind.length + 1, "uses"));
}

/** `setenv NAME value`, `unsetenv NAME…`. */
function variablesIn({ statement: { words } }: Reading, collect: Collect): void {
  const first = words[0]?.value ?? "";
  const sets = first === "setenv" || first === "presetenv";
  if (!sets && first !== "unsetenv" && first !== "resetenv") return;
  words.slice(1, sets ? 2 : undefined).forEach(({ value, dynamic }, i) => {
    if (!dynamic && value !== "") collect(i + 1, named("env", value, 0, sets ? "declares" : first === "unsetenv" ? "removes" : "uses"));
  });
}

/** `http-request lua.name`, `use-service lua.name`, `filter lua.name`: what a script registers. */
function scriptsIn({ statement: { words }, head, ruleset }: Reading, collect: Collect): void {
  const isAction = ruleset !== undefined;
  if (!isAction && words[0]?.value !== "filter") return;
  for (const index of [isAction ? head - 1 : 1, head]) {
    const { value = "", dynamic = true } = words[index] ?? {};
    const isService = isAction && words[index - 1]?.value === "use-service";
    if (dynamic || !value.startsWith("lua.") || (index === head && !isService)) continue;
    collect(index, named(isService ? "lua.service" : isAction ? "lua.action" : "lua.filter", value.slice(4), 4, "uses"));
  }
}
