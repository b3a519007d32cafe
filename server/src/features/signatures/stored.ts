/** What a data type of a stick-table takes in parentheses: `store http_req_rate(<period>)`. */
import { enumFact, enumValues } from "../../knowledge/grammar.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import type { Place } from "../completion/place.ts";
import { calledWith } from "./calledWith.ts";
import type { Signature } from "./signatureHelp.ts";

export function storedSignature({ typed, words }: Place, branch: string | undefined): Signature | undefined {
  if (words.at(-1)?.value !== "store" || !/^(?:stick-)?table$/.test(words[0]?.value ?? "")) return undefined;
  // a comma may part types, or arguments
  const [, name = "", given = ""] = /([a-z_]\w*)\(([^()]*)$/.exec(typed) ?? [];
  if (name === "" || !enumValues("stick_data", branch).has(name)) return undefined;
  const args = String(enumFact("stick_data", name) ?? "")
    .split(",")
    .filter((arg) => arg !== "");
  const active = given.split(",").length - 1;
  if (active >= args.length) return undefined;
  return { ...calledWith(name, args), active, documentation: meaningOf("stick_data", name) };
}
