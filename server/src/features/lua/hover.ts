/** Hover notes inside Lua scripts: members of HAProxy's API, with the bugs around them. */
import * as l10n from "@vscode/l10n";
import { type LuaClass, type LuaContext, type LuaMember, luaLifetime, luaSuccessor, luaSummary } from "../../knowledge/luaApi.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import { allowanceIn } from "../../model/directives.ts";
import type { ApiUse } from "../../model/lua/classes.ts";
import { scriptOf } from "../../model/lua/script.ts";
import { touches } from "../../syntax/span.ts";
import type { HoverOptions, Note } from "../hover/configHover.ts";
import { acceptedFindings } from "../hover/directives.ts";
import { knownIssue } from "../knownIssues.ts";
import { advisoriesOn } from "./advisories.ts";

/** Note for a place in a script; undefined where no member of the API is certain enough to be meant, and no comment is for us. `column` counts UTF-16 units. */
export function luaHover(text: string, line: number, column: number, options: HoverOptions): Note | undefined {
  const use = scriptOf(text).uses.find(({ at }) => at.line === line && touches(at.span, column));
  return use?.member === undefined
    ? commentNote(text, line, column)
    : { markdown: memberNote(use, use.member, options), span: use.at.span };
}

/** A comment that accepts findings, as in a configuration. */
function commentNote(text: string, line: number, column: number): Note | undefined {
  const raw = text.includes("haproxy-sleuth:") ? (text.split("\n")[line] ?? "") : "";
  const start = raw.search(/--\s*haproxy-sleuth:/);
  const said = start < 0 || column < start ? undefined : allowanceIn(raw.slice(start), "--");
  return said && { markdown: acceptedFindings(said, raw.slice(0, start).trim() === ""), span: { start, end: raw.trimEnd().length } };
}

function memberNote({ owner, name }: ApiUse, member: LuaMember, { release, link }: HoverOptions): string {
  const head = `\`\`\`lua\n${signature(owner, member)}\n\`\`\``;
  const facts = [sinceWhen(owner, member, release), whereUsable(owner, member), waits(member), replaced(member, release)];
  const known = facts.filter((fact) => fact !== undefined);
  const parts = [head, luaSummary(member), ...(known.length > 0 ? [known.map((fact) => `- ${fact}`).join("\n")] : [])];
  const bugs = advisoriesOn(`${owner.class}.${name}`, release);
  if (bugs.length === 0) return parts.join("\n\n");
  const heading = release === undefined ? l10n.t("Known issues") : l10n.t("Known issues in {0}", releaseName(release));
  return [...parts, "---", `**${heading}**`, ...bugs.map((advisory) => knownIssue(advisory, release, [], link))].join("\n\n");
}

/** `core.msleep(milliseconds)`, `TXN:set_var(name, value [, ifexist])`. */
function signature({ class: owner, global }: LuaClass, { name, args, gives, each }: LuaMember): string {
  const call = args === undefined ? `${owner}.${name}` : `${owner}${global ? "." : ":"}${name}(${args})`;
  if (gives !== undefined) return `${call} -> ${gives}`;
  return each === undefined ? call : `${call} -> { ${each} }`;
}

function sinceWhen(owner: LuaClass, member: LuaMember, release: Release | undefined): string | undefined {
  const since = member.since ?? owner.since;
  const there = release === undefined ? "there" : luaLifetime(owner, member, release.branch);
  if (since !== undefined && release !== undefined && there === "later")
    return l10n.t("Since {0}: not in {1}", since, releaseName(release));
  if (member.until !== undefined) return l10n.t("Up to {0}", member.until);
  return since === undefined ? undefined : l10n.t("Since {0}", since);
}

const words: Readonly<Record<LuaContext, () => string>> = {
  body: () => l10n.t("while the script is loaded"),
  init: () => l10n.t("functions at start"),
  task: () => l10n.t("tasks"),
  action: () => l10n.t("actions"),
  fetch: () => l10n.t("sample fetches"),
  converter: () => l10n.t("converters"),
  service: () => l10n.t("services"),
  cli: () => l10n.t("CLI commands"),
  filter: () => l10n.t("filters"),
  event: () => l10n.t("events"),
};

function whereUsable(owner: LuaClass, member: LuaMember): string | undefined {
  const where = member.where ?? owner.where;
  return where === undefined ? undefined : l10n.t("Usable in: {0}", where.map((context) => words[context]()).join(l10n.t(", ")));
}

function waits({ yields }: LuaMember): string | undefined {
  if (yields === "always") return l10n.t("May wait: not in sample fetches and converters, where HAProxy ends it");
  return yields === "gently" ? l10n.t("Gives the thread back; in sample fetches and converters it goes on at once") : undefined;
}

function replaced(member: LuaMember, release: Release | undefined): string | undefined {
  const successor = luaSuccessor(member, release?.branch);
  return successor === undefined ? undefined : l10n.t("Deprecated: use {0}", `\`${successor}\``);
}
