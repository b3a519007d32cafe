/** What HAProxy asks of actions beyond their words: the content type of replies, the side of a proxy. */
import type { Section } from "../../syntax/config.ts";
import type { Statement } from "../statement.ts";
import type { Issue } from "./issue.ts";

/** Words of a reply, and how many words each takes. */
const replyWords = new Map([
  ["default-errorfiles", 0],
  ["hdr", 2],
  ...["deny_status", "status", "content-type", "errorfile", "errorfiles", "file", "lf-file", "string", "lf-string"].map(
    (word) => [word, 1] as const,
  ),
]);

/** A reply without a payload has no use for a content type, and one with a payload of its own needs it. */
export function replyIssues({ words }: Statement): readonly Issue[] {
  const action = words[0]?.value === "http-error" ? "http-error" : words[1]?.value;
  if (action !== "return" && action !== "deny" && action !== "tarpit" && action !== "http-error") return none;
  const parts = new Map<string, number>();
  for (let i = action === "http-error" ? 1 : 2; i < words.length; ) {
    const name = words[i]?.value ?? "";
    const taken = replyWords.get(name);
    if (words[i]?.dynamic) return [];
    if (taken === undefined) break;
    parts.set(name, i);
    i += 1 + taken;
  }
  const valueOf = (name: string) => words[(parts.get(name) ?? Number.NaN) + 1]?.value;
  const own = ["string", "lf-string", "file", "lf-file"].filter((name) => parts.has(name));
  const type = parts.get("content-type");
  const full = own.filter((name) => name.startsWith("lf-") || (valueOf(name) !== "/dev/null" && name !== "file"));
  if (type === undefined)
    return full.slice(0, 1).map((after) => ({
      id: "missing-argument",
      index: parts.get(after) ?? 1,
      after,
      expected: [{ kind: "word", text: "content-type" }],
    }));
  const payload =
    own.some((name) => valueOf(name) !== "/dev/null") ||
    ["errorfiles", "default-errorfiles"].some((name) => parts.has(name)) ||
    (parts.has("errorfile") && valueOf("errorfile") !== "/dev/null");
  return payload ? [] : [{ id: "content-type-ignored", index: type, name: words[type + 1]?.value ?? "" }];
}

/** Actions that some kinds of proxies do not have; the words that tell them, and those kinds. */
const missingIn: readonly (readonly [words: RegExp, kinds: readonly string[]])[] = [
  [/^(?:http-request|tcp-request content) capture \S+ len /, ["backend"]],
  [/^tcp-request content switch-mode /, ["backend"]],
  [/^(?:http-request|tcp-request content) set-retries /, ["frontend", "defaults"]],
  [/^http-(?:request|response) set-timeout (?:connect|queue) /, ["frontend"]],
];

const sided = new Set(["capture", "switch-mode", "set-retries", "set-timeout"]);
const none: readonly never[] = [];

/** HAProxy refuses them there. */
export function actionSides({ words }: Statement, { kind }: Section): readonly Issue[] {
  if (!(sided.has(words[1]?.value ?? "") || sided.has(words[2]?.value ?? ""))) return none;
  // there is nothing yet that could be captured
  if (words[1]?.value === "connection" && words[2]?.value === "capture")
    return [{ id: "unknown-word", index: 2, name: "capture", kind: "action", where: "tcp-request connection", known: [] }];
  const text = words
    .slice(0, 5)
    .map(({ value }) => value)
    .join(" ");
  const misplaced = missingIn.some(([form, kinds]) => kinds.includes(kind) && form.test(`${text} `));
  if (!misplaced) return [];
  const index = words[0]?.value === "tcp-request" ? 2 : 1;
  return [{ id: "misplaced-word", index, name: words[index]?.value ?? "", where: kind, fatal: true }];
}
