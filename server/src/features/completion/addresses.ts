/** Addresses: prefixes of their families, ports behind a colon, targets of logs. */
import { entriesOf, isKnown } from "../../knowledge/grammar.ts";
import { summaryOf } from "../../knowledge/grammarEntry.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import type { Model } from "../../model/model.ts";
import { type Completions, type Item, ranks } from "./item.ts";
import { partOf, type Slot, spanOf } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";
import { valueItems } from "./valueItems.ts";

/** Prefixes of address families, then ports behind a colon. */
export function addressAt(slot: Slot, type: string, statement: string, { branch, model, mode }: Surroundings): Completions | undefined {
  const { typed } = slot;
  const colon = /^[^@]*:\d*$|^(?:\w+@)?[^/]*\]?:\d*$/.test(typed) ? typed.lastIndexOf(":") : -1;
  if (colon >= 0) return { ...spanOf(partOf(slot, colon + 1, /\d/)), items: valueItems("port", branch, ranks.ordinary) };
  if (statement === "nameserver") return { ...spanOf(slot), items: nameserverItems(branch) };
  const fixed = type === "bind" ? ["*:80", "*:443", ":::80"] : [];
  const targets = statement === "log" ? [...valueItems("log-target", branch, ranks.usual), ...ringItems(ringsIn(model))] : [];
  const usual = fixed.map((label): Item => ({ label, kind: "address", rank: ranks.usual }));
  const families = statement === "log" ? "log-address" : type === "bind" ? "bind-address" : "server-address";
  return { ...spanOf(slot), items: [...targets, ...usual, ...familyItems(families, branch, mode)] };
}

/** Families that every release knows, then those that came later. */
function familyItems(families: string, branch: string | undefined, mode: string | undefined): readonly Item[] {
  const common = ["ipv4@", "ipv6@", "unix@", "abns@", "fd@"].map((label, order) => ({ ...familyItem(label, undefined), order }));
  const later = entriesOf(families).filter(
    (entry) => (branch === undefined || isKnown(entry, branch)) && !(isForLogs(entry.words) && mode !== undefined && mode !== "log"),
  );
  return [...common, ...later.map((entry) => familyItem(entry.words, summaryOf(entry)))];
}

/** Servers that are sent datagrams are those of proxies in mode log. */
function isForLogs(prefix: string): boolean {
  return /^(?:udp|uxdg)/.test(prefix);
}

function familyItem(label: string, otherwise: string | undefined): Item {
  return { label, kind: "address", rank: ranks.other, goesOn: true, ...noted(label, otherwise) };
}

/** HAProxy asks over UDP, or over TCP where it is told so; what else an address may be has no name server. */
function nameserverItems(branch: string | undefined): readonly Item[] {
  const usual = valueItems("nameserver-target", branch, ranks.usual).map((item): Item => ({ ...item, kind: "address" }));
  const families = valueItems("nameserver-family", branch, ranks.other);
  return [...usual, ...families.map(({ label, order }) => ({ ...familyItem(label, undefined), ...(order !== undefined && { order }) }))];
}

function ringsIn(model: Model): readonly string[] {
  return model.files.flatMap(({ sections }) => sections.flatMap(({ section }) => (section.kind === "ring" ? [section.name ?? ""] : [])));
}

function ringItems(names: readonly string[]): readonly Item[] {
  return names.filter((name) => name !== "").map((name) => ({ label: `ring@${name}`, kind: "reference", rank: ranks.usual }));
}

/** What stands before the @ in words. */
function noted(prefix: string, otherwise: string | undefined): Pick<Item, "note"> {
  const note = meaningOf("families", prefix.replace(/@$/, "")) ?? otherwise;
  return note === undefined ? {} : { note };
}
