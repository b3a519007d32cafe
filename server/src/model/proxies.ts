/** Proxies with what they inherit from their defaults section, and the paths of traffic between them. */
import type { ConfigFile, PlacedSection, Section } from "../syntax/config.ts";
import { type PlacedStatement, statementsOf, wordOf } from "./statement.ts";

export interface Proxy {
  readonly kind: "frontend" | "backend" | "listen";
  readonly name: string;
  readonly uri: string;
  readonly placed: PlacedSection;
  /** Its own statements. */
  readonly own: readonly PlacedStatement[];
  /** Statements of the defaults sections it inherits from, the nearest first. */
  readonly inherited: readonly PlacedStatement[];
}

interface Defaults {
  readonly name: string;
  readonly statements: readonly PlacedStatement[];
}

/** Frontends, backends and listens of all files in order, each with its defaults. */
export function proxiesOf(files: readonly ConfigFile[]): readonly Proxy[] {
  const proxies: Proxy[] = [];
  const named = new Map<string, Defaults>();
  let last: Defaults | undefined;
  for (const file of files) {
    for (const placed of file.sections) {
      const { section } = placed;
      const own = ownStatements(file.uri, placed);
      const from = fromName(section);
      const parent = from === undefined ? undefined : named.get(from);
      if (section.kind === "defaults") {
        last = { name: section.name ?? "", statements: [...own, ...(parent?.statements ?? [])] };
        if (section.name !== undefined && section.name !== "from") named.set(section.name, last);
      } else if (section.kind === "frontend" || section.kind === "backend" || section.kind === "listen") {
        const inherited = (from === undefined ? last : parent)?.statements ?? [];
        proxies.push({ kind: section.kind, name: section.name ?? "", uri: file.uri, placed, own, inherited });
      }
    }
  }
  return proxies;
}

/** The proxy's statements with inherited ones behind its own: the first hit is the one in force. */
export function effectiveStatements(proxy: Proxy): readonly PlacedStatement[] {
  return [...proxy.own, ...proxy.inherited];
}

/**
 * Proxies that a stream through `proxy` may pass: for a frontend the backends it names (all of them when a name is dynamic),
 * for a backend the frontends that name it. The proxy itself comes first.
 */
export function pathsThrough(proxy: Proxy, proxies: readonly Proxy[]): readonly Proxy[] {
  const others = proxies.filter((other) => other !== proxy && (reaches(proxy, other) || reaches(other, proxy)));
  return [proxy, ...others];
}

function reaches(from: Proxy, to: Proxy): boolean {
  if (from.kind === "backend" || to.kind === "frontend") return false;
  return effectiveStatements(from).some((placed) => {
    const keyword = wordOf(placed, 0);
    if (keyword !== "use_backend" && keyword !== "default_backend") return false;
    const target = wordOf(placed, 1);
    return target === to.name || target.includes("%[") || placed.statement.words[1]?.dynamic === true;
  });
}

function ownStatements(uri: string, { firstLine, section }: PlacedSection): PlacedStatement[] {
  return statementsOf(section)
    .filter(({ offset }) => offset > 0)
    .map((statement) => ({ uri, lineNumber: firstLine + statement.offset, section, statement }));
}

/** Name behind `from` in a section's header. */
function fromName(section: Section): string | undefined {
  const words = section.lines[0]?.words ?? [];
  const at = words.findIndex((word, i) => i > 0 && word.value === "from");
  return at < 0 ? undefined : words[at + 1]?.value;
}
