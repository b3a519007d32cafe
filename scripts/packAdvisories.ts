/** Brings advisories into the short form of server/src/knowledge/packed.ts. */
import type { LineState } from "../server/src/knowledge/knowledge.ts";
import { type PackedAdvisory, type PackedDetails, type PackedTexts, packNames, packRow, rowOrder } from "../server/src/knowledge/packed.ts";
import type { Head, Written } from "./compileAdvisories.ts";

/** What every start reads of an advisory. */
export function packedAdvisory({ head }: Written): PackedAdvisory {
  const {
    title,
    summary: _,
    workaround: __,
    collect: ___,
    references,
    concerns,
    releases,
    evidence,
    recognition: ____,
    date: _____,
    corrected: ______,
    signature: _______,
    noCrashLog: ________,
    ...facts
  } = head;
  return {
    ...facts,
    aliases: packNames(head.aliases),
    releases: releases === "any" ? "any" : packedRows(releases),
    title,
    ...(head.exposure !== undefined && {
      exposure: "when" in head.exposure ? { subject: "configuration", ...head.exposure } : head.exposure,
    }),
    ...(concerns.length > 0 && { concerns }),
    ...(evidence !== undefined && { evidence: `${evidence.releases[0]}${evidence.exposure[0]}${evidence.frames[0]}` }),
  } as PackedAdvisory;
}

/** What is read only where somebody reads on. */
export function detailsOf(written: readonly Written[]): PackedDetails {
  const texts = ({ summary, workaround, collect }: Pick<Head, keyof PackedTexts>): PackedTexts => ({
    summary,
    ...(workaround === undefined ? {} : { workaround }),
    ...(collect.length > 0 && { collect }),
  });
  return {
    en: written.map(({ head }) => texts(head)),
    "zh-cn": written.map(({ zh }) => (zh === undefined ? null : texts(zh.head))),
    titles: written.map(({ head, zh }) => zh?.head.title ?? head.title),
    references: written.map(({ head }) => (head.references.length > 0 ? head.references : null)),
    recognition: written.map(recognitionOf),
  };
}

function recognitionOf({ head: { recognition }, zh }: Written): PackedDetails["recognition"][number] {
  if (recognition.length === 0) return null;
  const clues = recognition.map((clue) => ({ ...clue, says: { en: clue.says, "zh-cn": zh?.head.clues[clue.id] ?? clue.says } }));
  return clues as unknown as PackedDetails["recognition"][number];
}

function packedRows(rows: Readonly<Record<string, unknown>>): string {
  const strange = Object.keys(rows).filter((branch) => !rowOrder.some((one) => one === branch));
  if (strange.length > 0) throw new Error(`rows of branches that packed.ts does not know: ${strange.join(", ")}`);
  const codes = rowOrder.map((branch) => (rows[branch] === undefined ? "" : packRow(rows[branch] as LineState)));
  return codes.join(" ").trimEnd();
}
