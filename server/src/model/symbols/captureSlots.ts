/** Slots for captured samples: they have numbers instead of names, in the order in which a section makes them (nb_req_cap in HAProxy). */

import { own } from "../../knowledge/own.ts";
import type { Section } from "../../syntax/config.ts";
import { perObject } from "../../syntax/perObject.ts";
import type { Part } from "../parts/part.ts";
import { type Statement, statementsOf } from "../statement.ts";
import type { Occurrence } from "./occurrence.ts";

type Side = "request" | "response";

/** By the line that makes it, the number of each slot with its side: "request 0". */
const slotsOf = perObject((section: Section): ReadonlyMap<number, string> => {
  const made = { request: 0, response: 0 };
  const found = new Map<number, string>();
  for (const statement of statementsOf(section)) {
    const side = madeBy(statement);
    if (side !== undefined) found.set(statement.offset, `${side} ${made[side]++}`);
  }
  return found;
});

/** How many slots of a side a section makes. */
export function slotCount(section: Section, side: Side): number {
  return [...slotsOf(section).values()].filter((name) => name.startsWith(side)).length;
}

/** `capture request header`, `declare capture response`, and a rule that captures with `len`. */
function madeBy({ words, prefix }: Statement): Side | undefined {
  const [first, second, third] = words.map(({ value }) => value);
  if (prefix !== undefined) return undefined;
  if (first === "capture" && third === "header") return sideOf(second);
  if (first === "declare" && second === "capture") return sideOf(third);
  const action = first === "tcp-request" ? third : second;
  const rule = (first === "http-request" || first === "tcp-request") && action === "capture";
  return rule && words.some(({ value }) => value === "len") ? "request" : undefined;
}

function sideOf(word: string | undefined): Side | undefined {
  return word === "request" || word === "response" ? word : undefined;
}

const calls: Readonly<Record<string, Side>> = {
  "capture.req.hdr": "request",
  "capture.res.hdr": "response",
  "capture-req": "request",
  "capture-res": "response",
};

/** The slot that a line makes, and those that it uses. */
export function captureNames(parts: readonly Part[], section: Section, offset: number): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const slot = slotsOf(section).get(offset);
  const at = parts.find(({ role, text }) => (role === "keyword" || role === "action") && text === "capture");
  if (slot !== undefined && at !== undefined) found.push({ kind: "capture", name: slot, offset, span: at.span, access: "declares" });
  parts.forEach(({ role, text, call, span }, i) => {
    if (role !== "number") return;
    const side = own(calls, call?.name ?? "") ?? sideOfRule(parts, i);
    if (side !== undefined) found.push({ kind: "capture", name: `${side} ${Number(text)}`, offset, span, access: "uses" });
  });
  return found;
}

/** `http-request capture … id 0`. */
function sideOfRule(parts: readonly Part[], i: number): Side | undefined {
  if (parts[i - 1]?.text !== "id" || !parts.some(({ role, text }) => role === "action" && text === "capture")) return undefined;
  return parts[0]?.text.includes("response") ? "response" : "request";
}
