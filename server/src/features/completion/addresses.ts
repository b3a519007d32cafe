/** Addresses: prefixes of their families, ports behind a colon, targets of logs. */
import { entriesOf, isKnown } from "../../knowledge/grammar.ts";
import { summaryOf } from "../../knowledge/grammarEntry.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import { type Completions, type Item, ranks } from "./item.ts";
import { partOf, type Slot, spanOf } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";
import { valueItems } from "./valueItems.ts";

/** Prefixes of address families, then ports behind a colon. */
export function addressAt(slot: Slot, type: string, statement: string, { branch, model }: Surroundings): Completions | undefined {
  const { typed } = slot;
  const colon = /^[^@]*:\d*$|^(?:\w+@)?[^/]*\]?:\d*$/.test(typed) ? typed.lastIndexOf(":") : -1;
  if (colon >= 0) return { ...spanOf(partOf(slot, colon + 1, /\d/)), items: valueItems("port", branch, ranks.ordinary) };
  const families = statement === "log" ? "log-address" : type === "bind" ? "bind-address" : "server-address";
  const prefixes = entriesOf(families).flatMap((entry): Item[] =>
    branch !== undefined && !isKnown(entry, branch)
      ? []
      : [
          {
            label: entry.words,
            kind: "address",
            rank: ranks.other,
            goesOn: true,
            ...noted(entry.words, summaryOf(entry)),
          },
        ],
  );
  const fixed = type === "bind" ? ["*:80", "*:443", ":::80"] : [];
  const targets = statement === "log" ? valueItems("log-target", branch, ranks.usual) : [];
  const rings =
    statement === "log"
      ? ringItems(
          model.files.flatMap(({ sections }) => sections.flatMap(({ section }) => (section.kind === "ring" ? [section.name ?? ""] : []))),
        )
      : [];
  const common = ["ipv4@", "ipv6@", "unix@", "abns@", "fd@"].map(
    (label): Item => ({ label, kind: "address", rank: ranks.other, goesOn: true, ...noted(label, undefined) }),
  );
  return {
    ...spanOf(slot),
    items: [...targets, ...rings, ...fixed.map((label): Item => ({ label, kind: "address", rank: ranks.usual })), ...common, ...prefixes],
  };
}

function ringItems(names: readonly string[]): readonly Item[] {
  return names.filter((name) => name !== "").map((name) => ({ label: `ring@${name}`, kind: "reference", rank: ranks.usual }));
}

/** What stands before the @ in words. */
function noted(prefix: string, otherwise: string | undefined): Pick<Item, "note"> {
  const note = meaningOf("families", prefix.replace(/@$/, "")) ?? otherwise;
  return note === undefined ? {} : { note };
}
