/** HAProxy's Lua API: its classes and their members, with the branches that have them. */
import compiled from "./generated/lua.json" with { type: "json" };
import { language } from "./language.ts";
import { compareBranches } from "./release.ts";

/** Where a Lua function runs; `body` is the script itself while it is loaded. */
export type LuaContext = "body" | "init" | "task" | "action" | "fetch" | "converter" | "service" | "cli" | "filter" | "event";

/** server/knowledge/luaSchema.ts explains each field. */
export interface LuaMember {
  readonly name: string;
  readonly args?: string;
  readonly since?: string;
  readonly until?: string;
  readonly backported?: true;
  readonly deprecated?: string;
  readonly renamed?: string;
  readonly deprecatedSince?: string;
  readonly where?: readonly LuaContext[];
  readonly yields?: "always" | "gently";
  readonly gives?: string;
  readonly each?: string;
  readonly summary: string;
  /** The summary in Chinese. */
  readonly summaryZh: string;
}

export interface LuaClass {
  readonly class: string;
  readonly summary: string;
  readonly global?: true;
  readonly open?: true;
  readonly since?: string;
  readonly where?: readonly LuaContext[];
  readonly called?: readonly string[];
  readonly members: readonly LuaMember[];
}

const all = compiled as unknown as readonly LuaClass[];
const byName = new Map(all.map((one) => [one.class, one]));
const members = new Map(all.map((one) => [one.class, new Map(one.members.map((member) => [member.name, member]))]));

export function luaClass(name: string): LuaClass | undefined {
  return byName.get(name);
}

export function luaMember(className: string, name: string): LuaMember | undefined {
  return members.get(className)?.get(name);
}

/** The classes whose objects people call so. */
export function classesCalled(name: string): readonly LuaClass[] {
  return all.filter(({ called }) => called?.includes(name));
}

/** What a member is, in the reader's language. */
export function luaSummary({ summary, summaryZh }: LuaMember): string {
  return language() === "zh-cn" ? summaryZh : summary;
}

/** Which branches have a member: `later` and `gone` where the branch in use has it not yet, or no longer. */
export function luaLifetime(owner: LuaClass, member: LuaMember, branch: string): "there" | "later" | "gone" {
  const since = member.since ?? owner.since;
  if (since !== undefined && compareBranches(branch, since) < 0 && member.backported === undefined) return "later";
  return member.until !== undefined && compareBranches(branch, member.until) > 0 ? "gone" : "there";
}

/** What to use instead of a member, where the branch has it; without a branch the newest is meant. */
export function luaSuccessor({ deprecated, deprecatedSince }: LuaMember, branch: string | undefined): string | undefined {
  return branch !== undefined && deprecatedSince !== undefined && compareBranches(branch, deprecatedSince) < 0 ? undefined : deprecated;
}

/** The same function under the name that a branch would rather see, or under the only one that it knows; undefined where there is none. */
export function luaOtherName(owner: LuaClass, member: LuaMember, branch: string | undefined): string | undefined {
  if (member.renamed !== undefined && luaSuccessor(member, branch) !== undefined) return member.renamed;
  if (branch === undefined || luaLifetime(owner, member, branch) !== "later") return undefined;
  const older = owner.members.find(({ renamed }) => renamed === member.name);
  return older !== undefined && luaLifetime(owner, older, branch) === "there" ? older.name : undefined;
}
