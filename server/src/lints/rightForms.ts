/** What words of types with a form of their own look like when they are right. */
import * as l10n from "@vscode/l10n";
import { filterEntries } from "../knowledge/grammar.ts";
import { acmeConditions, fixedWords } from "../model/interpretation/listTypes.ts";
import { congestionControls } from "../model/interpretation/wordTypes.ts";

interface TypeNode {
  readonly type: string;
  readonly parameter: string | undefined;
}

/** `: give …`, or nothing where the type says no more than its name. */
export function rightForms(types: readonly TypeNode[]): string {
  for (const { type, parameter } of types) {
    const form = listed(type) ?? formOf(type, parameter);
    if (form !== undefined) return l10n.t(": {0}", form);
  }
  return "";
}

/** Lists of fixed words. */
const words: Readonly<Record<string, readonly string[]>> = {
  ...fixedWords,
  "acme-ready": ["none", ...acmeConditions],
  boolean: ["true", "false", "0", "1"],
  "quic-cc": congestionControls,
};

function listed(type: string): string | undefined {
  const known = words[type];
  return known === undefined ? undefined : l10n.t("give one of {0}", known.map((word) => l10n.t('"{0}"', word)).join(l10n.t(", ")));
}

function formOf(type: string, parameter: string | undefined): string | undefined {
  switch (type) {
    case "cpu-map":
      return l10n.t('give threads, such as "all", "1-4" or "1/1-4"');
    case "cpus":
    case "cpus-loosely":
      return l10n.t('give numbers of CPUs, such as "0-3" or "0,2"');
    case "threads":
      return l10n.t('give "all", "odd", "even", or threads that count from 1, such as "1-4"');
    case "process-set":
      return l10n.t('give "all" or "1", with "/" and threads where they are meant');
    case "count":
      return l10n.t("give how many servers there are, or a range such as 1-4; both count from 1");
    case "service":
      return parameter === "lua"
        ? l10n.t('these rules take only services of Lua, as "lua.NAME"')
        : l10n.t('services are "prometheus-exporter" and those of Lua, as "lua.NAME"');
    case "lua-name":
      return l10n.t('filters are {0}, or of Lua, as "lua.NAME"', filterNames());
    case "added-header":
      return l10n.t("HAProxy itself sets this header");
    case "ssl-errors":
      return l10n.t("give numbers of verification errors, by commas; their names only from 2.7 on");
    case "char":
      return l10n.t("give one character");
    case "regex-flags":
      return l10n.t('only "i" and "g" are known');
    default:
      return otherForm(type);
  }
}

function otherForm(type: string): string | undefined {
  switch (type) {
    case "digest":
      return l10n.t("give the name of a digest, such as sha256");
    case "tlv":
      return l10n.t("give a number up to 255, or the name of a field of the PROXY protocol");
    case "sample":
      return l10n.t('give which lines to log of how many, such as "1:10"');
    case "networks":
      return l10n.t("give IP addresses with their masks, by commas");
    case "code-ranges":
      return l10n.t('give status codes from 100 to 599, such as "+404" or "500-599"');
    case "base64":
      return l10n.t("give a text in base64");
    case "jwt-algorithm":
      return l10n.t('give an algorithm such as "HS256"');
    default:
      return undefined;
  }
}

/** The release in use is not known here: those that came later say since when they are there. */
function filterNames(): string {
  const names = filterEntries().map(([filter, { from }]) => {
    const name = l10n.t('"{0}"', filter);
    return from === undefined ? name : l10n.t("{0} ({1})", name, l10n.t("since {0}", from));
  });
  return names.join(l10n.t(", "));
}
