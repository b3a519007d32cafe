/** Certificates that a crt-store holds, in releases without such sections: there HAProxy looks for the file itself, and for its key. */
import * as l10n from "@vscode/l10n";
import { enumLifetime, enumValues } from "../../knowledge/grammar.ts";
import type { Model } from "../../model/model.ts";
import { serverLines } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, withKeyword, wordBehind } from "../../model/statement.ts";
import type { Section } from "../../syntax/config.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { type Hit, wordHit } from "../hit.ts";

export function storedCertificateHits({ files, proxies }: Model, branch: string | undefined): readonly Hit[] {
  const stores = gathered(files, storesIn);
  if (stores.length === 0 || enumValues("sections", branch).has("crt-store")) return [];
  const keyed = new Set(stores.flatMap(withKeyElsewhere));
  return proxies.flatMap((proxy) =>
    [...withKeyword(proxy.own, "bind"), ...serverLines(proxy), ...withKeyword(proxy.own, "default-server")].flatMap((at) =>
      certificatesOf(at).flatMap((index) => hitOf(at, index, keyed) ?? []),
    ),
  );
}

const storesIn = perObject(({ sections }: Stretch): readonly Section[] =>
  sections.flatMap(({ section }) => (section.kind === "crt-store" && !section.conditional ? [section] : [])),
);

/** Files of certificates whose keys stand in other files, as they are written and in the folder of their store. */
function withKeyElsewhere({ lines }: Section): readonly string[] {
  const base = lines.find(({ words }) => words[0]?.value === "crt-base")?.words[1]?.value;
  return lines.flatMap(({ words }) => {
    const file = words[0]?.value === "load" && wordBehind(words, "key") !== undefined ? wordBehind(words, "crt")?.value : undefined;
    if (file === undefined) return [];
    return base === undefined || file.startsWith("/") ? [file] : [file, `${base}/${file}`];
  });
}

/** Indices of the words behind each `crt` of a line. */
function certificatesOf({ statement: { words, conditional } }: PlacedStatement): readonly number[] {
  return conditional ? [] : words.flatMap(({ value }, i) => (value === "crt" && i > 1 && words[i + 1]?.dynamic === false ? [i + 1] : []));
}

function hitOf(at: PlacedStatement, index: number, keyed: ReadonlySet<string>): Hit | undefined {
  const name = at.statement.words[index]?.value ?? "";
  const { first = "" } = enumLifetime("sections", "crt-store");
  const said = { code: "not-in-release", severity: "warning" } as const;
  if (name.startsWith("@"))
    return wordHit(at, index, {
      ...said,
      message: l10n.t('"{0}" is taken for a file: a "crt-store" needs HAProxy {1} or later', plain(name), first),
    });
  if (!keyed.has(name)) return undefined;
  const message = l10n.t(
    'the key of "{0}" is named by a "crt-store", which needs HAProxy {1} or later: put it into the file',
    plain(name),
    first,
  );
  return wordHit(at, index, { ...said, message });
}
