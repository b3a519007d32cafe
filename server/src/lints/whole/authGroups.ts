/** Groups that `http_auth_group` compares with: HAProxy looks for them in the userlist, and does not start without. */
import * as l10n from "@vscode/l10n";
import { sought } from "../../model/interpretation/interpretation.ts";
import { readFlags } from "../../model/interpretation/patternCheck.ts";
import type { Model } from "../../model/model.ts";
import { perBranch } from "../../model/perBranch.ts";
import { heirsIn, isResolved } from "../../model/proxies/heirs.ts";
import { anyConditional, placedStatementsOf, type Statement, withKeyword, wordOf } from "../../model/statement.ts";
import { inContext } from "../../syntax/inContext.ts";
import type { Word } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import type { Hit } from "../hit.ts";
import { withSuggestion } from "../nearest.ts";

export function authGroupHits({ files, proxies }: Model, branch: string | undefined): readonly Hit[] {
  // what HAProxy looks up of a defaults section hangs on those who inherit from it
  const asked = gathered(files, (stretch) => groupsInStretch(stretch, branch)).filter(
    ({ section, statement }) => section.kind !== "defaults" || isResolved(statement, "userlist", section, heirsIn(proxies), branch),
  );
  if (asked.length === 0) return [];
  const lists = gathered(files, userlistsIn);
  return asked.flatMap(({ uri, line, group, userlist }): Hit[] => {
    const [list, ...more] = lists.filter(({ name }) => name === userlist);
    if (list?.groups === undefined || more.length > 0 || list.groups.includes(group.value)) return [];
    const sentence = l10n.t('no group "{0}" in userlist "{1}"', plain(group.value), plain(userlist));
    const message = withSuggestion(sentence, group.value, list.groups);
    return [{ uri, line, span: group.span, code: "undefined-member", severity: "error", message }];
  });
}

interface Asked {
  readonly group: Word;
  readonly userlist: string;
}

const groupsInStretch = inContext(({ uri, sections }: Stretch, branch: string | undefined) =>
  sections.flatMap(({ firstLine, section }) =>
    groupsIn(section, branch).map((asked) => ({ uri, section, line: firstLine + asked.statement.offset, ...asked })),
  ),
);

const groupsIn = perBranch((section, branch): readonly (Asked & { readonly statement: Statement })[] =>
  !sought(section, branch).asksUsers
    ? []
    : sought(section, branch).naming.flatMap(({ statement, uses }) =>
        statement.conditional || !uses.some(({ kind }) => kind === "userlist")
          ? []
          : groupsOf(statement).map((asked) => ({ statement, ...asked })),
      ),
);

/** The values behind each `http_auth_group(LIST)` of a condition, or of an ACL; of files and of other methods HAProxy makes no groups. */
function groupsOf({ words }: Statement): readonly Asked[] {
  return words.flatMap(({ value, dynamic }, from): readonly Asked[] => {
    const userlist = /^http_auth_group\(([^()]+)\)$/.exec(value)?.[1];
    if (userlist === undefined || dynamic) return [];
    const closed = words[0]?.value === "acl" ? -1 : words.findIndex((word, i) => i > from && word.value === "}");
    const to = closed < 0 ? words.length : closed;
    const { flags, end } = readFlags(words, from, to);
    if (flags.some(({ index }) => words[index]?.value !== "-i")) return [];
    const values = words.slice(words[end]?.value === "--" ? end + 1 : end, to);
    return values.filter((word) => !word.dynamic).map((group) => ({ group, userlist }));
  });
}

/** Userlists with their groups; undefined where these are not certain. */
const userlistsIn = perObject(({ uri, sections }: Stretch) =>
  sections.flatMap((placed) => {
    const { kind, name, conditional } = placed.section;
    if (kind !== "userlist") return [];
    const statements = placedStatementsOf(uri, placed);
    const groups = withKeyword(statements, "group");
    const unsure = conditional || anyConditional(statements) || groups.some(({ statement }) => statement.words[1]?.dynamic);
    return [{ name, groups: unsure ? undefined : groups.map((at) => wordOf(at, 1)) }];
  }),
);
