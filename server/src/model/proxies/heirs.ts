/** Which proxies inherit from a defaults section, and which of its lines HAProxy looks at for them. */
import { compareBranches } from "../../knowledge/release.ts";
import type { Section } from "../../syntax/config.ts";
import { perObject } from "../../syntax/perObject.ts";
import { type Statement, statementsOf, withKeyword, wordOf } from "../statement.ts";
import { hasServers, missingForMail, type Proxy } from "./proxies.ts";

type Heirs = ReadonlyMap<Section, readonly Proxy[]>;
const nobody: readonly Proxy[] = [];

/** Proxies by the sections that they inherit from; worked out once for each list of them. */
export const heirsIn = perObject((proxies: readonly Proxy[]): Heirs => {
  const heirs = new Map<Section, Proxy[]>();
  for (const proxy of proxies) {
    for (const section of parentsOf(proxy.inherited)) {
      const known = heirs.get(section);
      if (known === undefined) heirs.set(section, [proxy]);
      else known.push(proxy);
    }
  }
  return heirs;
});

const parentsOf = perObject((inherited: Proxy["inherited"]): readonly Section[] => [...new Set(inherited.map(({ section }) => section))]);

/** Statements of the log's format, of which a proxy has only the last. */
const formats = new Set(["log-format", "log-format-sd", "error-log-format", "unique-id-format"]);

/**
 * Whether HAProxy resolves what a line of a defaults section names, of a kind or (undefined) in its log-formats: most of them where
 * a proxy inherits it; from 3.4 on rules of sections with a name in any case.
 */
export function isResolved(
  { words }: Statement,
  kind: string | undefined,
  section: Section,
  heirs: Heirs,
  branch: string | undefined,
): boolean {
  const own = heirs.get(section) ?? nobody;
  const keyword = words[0]?.value ?? "";
  if (keyword === "default_backend" || formats.has(keyword))
    return own.some((heir) => heir.kind !== "backend" && !overrides(heir, keyword));
  if (keyword === "default-server") return own.some(hasServers);
  if (keyword === "email-alert") return own.some((heir) => missingForMail(heir).length === 0);
  if (keyword === "balance" || keyword === "option") return own.length > 0;
  if (kind === "cache") return false;
  const recent = branch === undefined || compareBranches(branch, "3.4") >= 0;
  if (keyword === "acl" && !recent) return own.length > 0 && isUsed(words[1]?.value ?? "", section);
  return own.length > 0 || (recent && section.name !== undefined && kind !== undefined);
}

/** `option tcplog` and the like are formats too. */
function overrides({ own }: Proxy, keyword: string): boolean {
  if (withKeyword(own, keyword).length > 0) return true;
  return keyword.startsWith("log-format") && withKeyword(own, "option").some((at) => /^(?:https?|tcp)log$/.test(wordOf(at, 1)));
}

function isUsed(acl: string, section: Section): boolean {
  return statementsOf(section).some(
    ({ words }) => words[0]?.value !== "acl" && words.some(({ value }) => value === acl || value === `!${acl}`),
  );
}
