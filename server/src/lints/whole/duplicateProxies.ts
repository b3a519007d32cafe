/** Proxies that have the same name as an earlier one. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import type { Proxy } from "../../model/proxies/proxies.ts";
import { plain } from "../../syntax/plain.ts";
import type { Hit } from "../hit.ts";
import { lineInWords } from "../place.ts";

/**
 * A frontend or listen collides with earlier frontends and listens, a backend with earlier backends and listens;
 * from 3.1 on a listen collides with earlier backends too, from 3.3 on any two do, of which 3.1 and 3.2 warn.
 */
export function duplicateProxyHits(model: Model, branch: string | undefined): readonly Hit[] {
  const hits: Hit[] = [];
  // the first of each kind is enough: later ones were found to collide with it
  const byName = new Map<string, Proxy[]>();
  for (const proxy of model.proxies) {
    const earlier = byName.get(proxy.name);
    const hit = earlier === undefined ? undefined : duplicateHit(proxy, earlier, branch);
    if (hit !== undefined) hits.push(hit);
    if (earlier === undefined) byName.set(proxy.name, [proxy]);
    else if (!earlier.some(({ kind, placed }) => kind === proxy.kind && placed.section.conditional === proxy.placed.section.conditional))
      earlier.push(proxy);
  }
  return hits;
}

function duplicateHit(proxy: Proxy, earlier: readonly Proxy[], branch: string | undefined): Hit | undefined {
  const same = earlier.find((other) => sidesOverlap(proxy, other, branch));
  const mixed = earlier.find((other) => !sidesOverlap(proxy, other, branch));
  if (proxy.placed.section.conditional || earlier.some(({ placed }) => placed.section.conditional)) return undefined;
  const severity = same
    ? "error"
    : mixed && branch !== undefined && compareBranches(branch, "3.1") >= 0
      ? compareBranches(branch, "3.3") >= 0
        ? "error"
        : "warning"
      : undefined;
  const header = proxy.placed.section.lines[0]?.words[1];
  if (severity === undefined || header === undefined) return undefined;
  const other = (same ?? mixed) as Proxy;
  const message = l10n.t(
    '{0} "{1}" has the same name as the {2} in {3}',
    proxy.kind,
    plain(proxy.name),
    other.kind,
    lineInWords({ uri: other.uri, line: other.placed.firstLine }, proxy.uri),
  );
  return { uri: proxy.uri, line: proxy.placed.firstLine, span: header.span, code: "duplicate-section", severity, message };
}

function sidesOverlap(later: Proxy, earlier: Proxy, branch: string | undefined): boolean {
  if (later.kind === "listen" && branch !== undefined && compareBranches(branch, "3.1") >= 0) return true;
  return later.kind === "backend" ? earlier.kind !== "frontend" : earlier.kind !== "backend";
}
