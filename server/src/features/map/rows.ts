/** What stands in the boxes of a traffic map: one line for each address, server and stored counter. */
import * as l10n from "@vscode/l10n";
import { type Proxy, serverLines } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, withKeyword, wordOf } from "../../model/statement.ts";
import type { MapPlace, MapRow } from "./trafficMap.ts";

/** Rows of one kind that are listed; the others are counted. */
const mostRows = 8;
/** Longer texts are cut. */
const longestText = 44;

export function bindRows(proxy: Proxy): MapRow[] {
  const binds = withKeyword(proxy.own, "bind").filter(({ statement }) => statement.prefix === undefined);
  return listed(
    binds.map((at) => {
      const tls = at.statement.words.some(({ value }) => value === "ssl") ? " (TLS)" : "";
      return { text: cut(`▸ ${wordOf(at, 1)}${tls}`), at: placeOf(at) };
    }),
  );
}

export function serverRows(proxy: Proxy): MapRow[] {
  return listed(
    serverLines(proxy).map((at) => {
      const words = at.statement.words.map(({ value }) => value);
      const template = words[0] === "server-template";
      const text = template ? `● ${words[1] ?? ""}${words[2] ?? ""} ${words[3] ?? ""}` : `● ${words[1] ?? ""} ${words[2] ?? ""}`;
      const marks = ["backup", "disabled"].filter((mark) => words.slice(3).includes(mark)).map((mark) => ` (${mark})`);
      return { text: cut(text) + marks.join(""), at: placeOf(at) };
    }),
  );
}

/** Key, size and the like of a stick-table, then what it stores. */
export function tableRows(at: PlacedStatement): MapRow[] {
  const words = at.statement.words.map(({ value }) => value).slice(at.statement.words[0]?.value === "table" ? 2 : 1);
  const isStored = (i: number) => words[i - 1] === "store";
  const settings = words.filter((word, i) => word !== "store" && !isStored(i));
  const stored = words.flatMap((word, i) => (isStored(i) ? word.split(/,(?![^(]*\))/) : []));
  const place = placeOf(at);
  return [{ text: cut(settings.join(" ")), at: place }, ...listed(stored.map((name) => ({ text: cut(`· ${name}`), at: place })))];
}

export function listed(rows: readonly MapRow[]): MapRow[] {
  if (rows.length <= mostRows) return [...rows];
  const rest = { text: l10n.t("… and {0} more", rows.length - mostRows + 1), at: rows[mostRows - 1]?.at };
  return [...rows.slice(0, mostRows - 1), rest];
}

export function cut(text: string): string {
  const units = Array.from(text);
  return units.length <= longestText ? text : `${units.slice(0, longestText - 1).join("")}…`;
}

export function placeOf({ uri, lineNumber }: PlacedStatement): MapPlace {
  return { uri, line: lineNumber };
}
