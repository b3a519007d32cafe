/** A stick-table that is copied to another one: both have keys of one type. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { type StickTable, tablesByName } from "../../model/proxies/stickTables.ts";
import { placeOf, wordBehind } from "../../model/statement.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import type { Hit } from "../hit.ts";

export function writeToHits({ tables }: Model): readonly Hit[] {
  return mismatches(tables);
}

const mismatches = perObject((tables: readonly StickTable[]): readonly Hit[] => {
  const copied = tables.filter(isCopied);
  if (copied.length === 0) return [];
  const byName = tablesByName(tables);
  return copied.flatMap((table): Hit[] => {
    const target = byName.get(valueOf(table, "write-to") ?? "");
    const [type, other] = [typeOf(table), target && typeOf(target)];
    if (table.at.statement.conditional || type === undefined || other === undefined || type === other) return [];
    const message = l10n.t('"{0}" has keys of type {1}, "{2}" has {3}', plain(table.name), type, plain(target?.name ?? ""), other);
    return [{ ...placeOf(table.at), code: "mode-conflict", severity: "error", message }];
  });
});

const isCopied = perObject((table: StickTable) => valueOf(table, "write-to") !== undefined);

/** The value of a parameter of the declaration; undefined where it may be anything. */
function valueOf({ at }: StickTable, name: string): string | undefined {
  const word = wordBehind(at.statement.words, name);
  return word?.dynamic === false ? word.value : undefined;
}

function typeOf(table: StickTable): string | undefined {
  return valueOf(table, "type")?.replace(/^ipv4$/, "ip");
}
