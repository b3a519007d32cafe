/** How much memory a stick-table may take when it is full: an estimate, with its arithmetic. */
import * as l10n from "@vscode/l10n";
import { entryBytes, keyBytes, storedData } from "../../knowledge/tables.ts";
import type { StickTable } from "../../model/proxies/stickTables.ts";
import { wordBehind } from "../../model/statement.ts";
import { parseSize } from "../../syntax/values.ts";
import { bytesInWords, counted } from "./units.ts";

/** Pointers, to whose size the stored data is rounded up. */
const rounding = 8;

/** Markdown; undefined where a value holds an environment variable, or the table is not well-formed. */
export function memoryEstimate(table: StickTable, branch: string | undefined): string | undefined {
  const { words } = table.at.statement;
  const behind = (name: string) => {
    const word = wordBehind(words, name);
    return word?.dynamic === false ? word.value : undefined;
  };
  const size = parseSize(behind("size") ?? "");
  const type = behind("type");
  const length = behind("len");
  const key = type === undefined ? undefined : keyBytes(type, length === undefined ? undefined : Number(length));
  if (size === undefined || size === 0 || key === undefined || Number.isNaN(key) || table.storeIsDynamic) return undefined;
  const sizes = table.store.map((name) => (storedData(name)?.bytes ?? Number.NaN) * (table.elements.get(name) ?? 1));
  const data = Math.ceil(sizes.reduce((sum, bytes) => sum + bytes, 0) / rounding) * rounding;
  if (Number.isNaN(data)) return undefined;
  const entry = entryBytes(branch);
  const each = entry + data + key;
  const stored = table.store.map((name, i) => `${name} ${sizes[i]}`).join(" + ");
  const lines = [
    l10n.t("- entry: {0} bytes{1}", entry, branch === undefined ? "" : ` (${branch})`),
    data === 0
      ? l10n.t("- stored data: none")
      : l10n.t("- stored data: {0} bytes ({1}, rounded up to {2})", data, `\`${stored}\``, rounding),
    l10n.t("- key {0}: {1} bytes", `\`${type}\``, key),
    l10n.t("- {0} bytes × {1} entries = **{2}** when full", each, counted(size), bytesInWords(each * size)),
  ];
  const head = l10n.t("**Memory** (an estimate for 64-bit systems; the allocator adds some, and `stick` rules store a server besides)");
  return `${head}\n\n${lines.join("\n")}`;
}
