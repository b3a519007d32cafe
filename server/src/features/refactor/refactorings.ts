/** Changes that keep what a configuration means, offered at the statement under the cursor. */
import type { Release } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { partAt } from "../../model/parts/parts.ts";
import { plain } from "../../syntax/plain.ts";
import type { Action } from "../actions/action.ts";
import { extractAcl, inlineAcl } from "./acl.ts";
import { aclsFirst } from "./aclOrder.ts";
import { type AtCursor, proxySections } from "./atCursor.ts";
import { toDefaultServer } from "./defaultServer.ts";
import { moveToDefaults } from "./defaults.ts";
import { inLargestUnit } from "./units.ts";

type Refactoring = (at: AtCursor) => Action | undefined;
/** What may be asked for in any section, and what only where rules and servers are a proxy's own. */
const anywhere: readonly Refactoring[] = [inLargestUnit];
const inProxies: readonly Refactoring[] = [extractAcl, inlineAcl, aclsFirst, moveToDefaults, toDefaultServer];

export function refactorings(model: Model, uri: string, line: number, column: number, release: Release | undefined): readonly Action[] {
  const file = model.files.find((one) => one.uri === uri);
  const branch = release?.branch;
  const place = file && partAt(file, line, column, branch);
  if (file === undefined || place?.interpretation === undefined || place.statement === undefined) return [];
  const { placed, statement, interpretation } = place;
  // what `.if` guards may not be there, and a line that cannot be read is no start
  if (statement.conditional || statement.line.problems.length > 0) return [];
  const at: AtCursor = { model, file, placed, line, column, statement, interpretation, branch };
  const offered = proxySections.has(placed.section.kind) ? [...inProxies, ...anywhere] : anywhere;
  return offered.flatMap((one): Action[] => {
    const action = one(at);
    return action === undefined ? [] : [{ ...action, title: plain(action.title) }];
  });
}
