/** Which names HAProxy takes for what. */
import * as l10n from "@vscode/l10n";
import { enumValues } from "../../knowledge/grammar.ts";
import { isName, isVariable } from "../../model/interpretation/wordTypes.ts";
import type { NamedThing } from "../../model/symbols/symbols.ts";

/** Why a name does not fit, in words. */
export function faultOfName({ kind, name }: NamedThing, newName: string, branch: string | undefined): string | undefined {
  switch (kind) {
    case "variable":
      return faultOfVariable(name, newName);
    case "environment":
      return /^[A-Za-z_]\w*$/.test(newName) ? undefined : l10n.t('"{0}": an environment variable has letters, digits and _ only', newName);
    case "user":
      return /^[^\s"'\\#$,]+$/.test(newName) ? undefined : l10n.t('"{0}": a user\'s name has no blanks, quotes or commas', newName);
    case "certificate":
      return /^[\w.:/@*+-]+$/.test(newName) ? undefined : invalid(newName);
    case "acl":
      if (/^or$/i.test(newName)) return l10n.t('"{0}" stands between the terms of a condition', newName);
      if (enumValues("predefined_acls", branch).has(newName)) return l10n.t('"{0}" is one of the ACLs that HAProxy brings', newName);
      break;
    case "defaults":
      if (newName === "from") return l10n.t('"{0}" stands before the name of the section to inherit from', newName);
  }
  return isName(newName) ? undefined : invalid(newName);
}

function invalid(name: string): string {
  return l10n.t('"{0}": a name has letters, digits and . : _ - only', name);
}

/** In another scope a variable lives longer or shorter: that is no other name, but another variable. */
function faultOfVariable(name: string, newName: string): string | undefined {
  const scope = name.slice(0, name.indexOf(".") + 1);
  if (!isVariable(newName))
    return l10n.t('"{0}": a variable has its scope in front, as in {1}name, then letters, digits, . and _', newName, scope);
  return newName.startsWith(scope) ? undefined : l10n.t('"{0}": the variable lives in the scope "{1}"', newName, scope.slice(0, -1));
}
