/** How many servers a proxy has, and how many of them take traffic as they are defined: what may stand above its header. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { type Endpoint, serversOfProxy } from "../../model/proxies/endpoints.ts";
import type { Proxy } from "../../model/proxies/proxies.ts";
import { templateOf } from "../../model/symbols/declared.ts";
import { spanIn } from "../../syntax/columns.ts";
import type { ConfigFile, Section } from "../../syntax/config.ts";
import { headerSpan, type LensPlace, type Usage } from "./referenceLenses.ts";

/** Headers of the proxies with servers; nothing is counted yet. */
export function serverLensPlacesIn({ sections }: ConfigFile): readonly LensPlace[] {
  return sections
    .filter(({ section }) => hasServers(section))
    .map(({ firstLine, section }) => ({ line: firstLine, span: headerSpan(section) }));
}

function hasServers({ kind, lines }: Section): boolean {
  return (kind === "backend" || kind === "listen") && lines.some(({ words }) => isServer.test(words[0]?.value ?? ""));
}

const isServer = /^server(?:-template)?$/;

/** The servers of the proxy that opens in a line; a template counts as many as it makes. Undefined where nobody can tell how many. */
export function serversAt(model: Model, file: ConfigFile, line: number, branch: string | undefined): Usage | undefined {
  const proxy = model.proxies.find(({ uri, placed }) => uri === file.uri && placed.firstLine === line);
  const servers = proxy === undefined ? [] : serversOfProxy(proxy, branch);
  if (proxy === undefined || servers.length === 0 || servers.some(({ statement }) => statement.conditional)) return undefined;
  const count = (some: readonly Endpoint[]) => some.reduce((sum, one) => sum + numberOf(one), 0);
  const all = count(servers);
  if (Number.isNaN(all)) return undefined;
  const disabled = count(servers.filter(({ parameters }) => parameters.has("disabled")));
  const others = servers.filter(({ parameters }) => !parameters.has("disabled"));
  const backup = count(others.filter(({ parameters }) => parameters.has("backup")));
  const idle = count(others.filter(({ parameters }) => !parameters.has("backup") && /^0+$/.test(parameters.get("weight") ?? "")));
  const told = [
    all === 1 ? l10n.t("1 server") : l10n.t("{0} servers", all),
    ...(backup > 0 ? [l10n.t("{0} as backup", backup)] : []),
    ...(idle > 0 ? [l10n.t("{0} of weight 0", idle)] : []),
    ...(disabled > 0 ? [l10n.t("{0} disabled", disabled)] : []),
  ];
  return { title: told.join(l10n.t(", ")), places: servers.map((one) => placeOf(proxy, one)) };
}

/** Of a range that only HAProxy knows, no number. */
function numberOf({ kind, statement }: Endpoint): number {
  if (kind === "server") return 1;
  const template = templateOf(statement);
  return template === undefined ? Number.NaN : template.last - template.first + 1;
}

function placeOf({ uri, placed }: Proxy, { statement: { words, line, offset } }: Endpoint): Usage["places"][number] {
  const name = words[1];
  const span = name === undefined ? { start: 0, end: 0 } : spanIn(line, name, 0, name.value.length);
  return { uri, line: placed.firstLine + offset, span };
}
