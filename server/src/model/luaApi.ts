/** Whether the Lua scripts of a configuration use a part of HAProxy's Lua API, by the words of the scripts. */
import { type LuaUse, withoutLuaComments } from "./lua.ts";
import type { PlacedStatement } from "./statement.ts";

export interface ApiUse {
  /** `unknown`: a script was not read, or it loads others. */
  readonly used: "yes" | "no" | "unknown";
  /** The statements that load the scripts concerned. */
  readonly loads: readonly PlacedStatement[];
}

/**
 * What a script must also contain before a method of a class counts: methods of one name belong to several classes.
 * A class that is not here gives no more than "unknown".
 */
const hints: Readonly<Record<string, RegExp>> = {
  Socket: /\bcore\s*\.\s*(?:tcp|connect)\b/,
  AppletHTTP: /\bcore\s*\.\s*register_service\b/,
  AppletTCP: /\bcore\s*\.\s*(?:register_service|register_cli)\b/,
  Channel: /\bcore\s*\.\s*(?:register_filter|register_action)\b/,
  HTTPMessage: /\bcore\s*\.\s*register_filter\b/,
  Proxy: /\bcore\s*\.\s*(?:proxies|backends|frontends)\b/,
  Server: /\.\s*servers\b/,
  StickTable: /\.\s*stktable\b/,
  Queue: /\bcore\s*\.\s*queue\b/,
  Patref: /\bcore\s*\.\s*get_patref\b/,
};
const loadsOthers = /\b(?:require|dofile|loadfile)\b/;
const blanked = new Map<string, string>();

/** `name`: "core.tcp", "core.register_*", "Channel.send", "txn.f"; "*" asks only whether a script is loaded. */
export function apiUse(lua: LuaUse, name: string): ApiUse {
  if (lua.loads.length === 0) return { used: "no", loads: [] };
  if (name === "*") return { used: "yes", loads: lua.loads };
  const found = lua.loads.filter((_, i) => contains(lua.texts[i], name));
  if (found.length > 0) return { used: "yes", loads: found };
  const open = lua.loads.filter(
    (_, i) => lua.texts[i] === undefined || loadsOthers.test(wordsOf(lua.texts[i])) || mayContain(lua.texts[i], name),
  );
  return open.length > 0 ? { used: "unknown", loads: open } : { used: "no", loads: [] };
}

function contains(text: string | undefined, name: string): boolean {
  if (text === undefined || !expressionOf(name).test(wordsOf(text))) return false;
  const [owner = ""] = name.split(".");
  return !/^[A-Z]/.test(owner) || owner === "CertCache" || hints[owner]?.test(wordsOf(text)) === true;
}

/** The method is called, on an object of whatever class. */
function mayContain(text: string | undefined, name: string): boolean {
  return text !== undefined && expressionOf(name).test(wordsOf(text));
}

const expressions = new Map<string, RegExp>();

function expressionOf(name: string): RegExp {
  let expression = expressions.get(name);
  if (expression === undefined) {
    const [owner = "", member = ""] = name.split(".");
    const method = member.endsWith("*") ? `${escaped(member.slice(0, -1))}\\w*` : `${escaped(member)}\\b`;
    const isClass = /^[A-Z]/.test(owner) && owner !== "CertCache";
    expression = new RegExp(
      isClass || owner === "txn" || owner === "applet" ? `[.:]\\s*${method}` : `\\b${escaped(owner)}\\s*[.:]\\s*${method}`,
    );
    expressions.set(name, expression);
  }
  return expression;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Comments and strings blanked; scripts stay the same while a configuration is typed. */
function wordsOf(text: string | undefined): string {
  if (text === undefined) return "";
  let words = blanked.get(text);
  if (words === undefined) {
    if (blanked.size > 200) blanked.clear();
    words = withoutLuaComments(text);
    blanked.set(text, words);
  }
  return words;
}
