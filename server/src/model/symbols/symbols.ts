/** What a name stands for: which declaration a use means, and all places that mean the same. */
import { type ConfigFile, type PlacedSection, type Section, sectionKinds } from "../../syntax/config.ts";
import type { Place, Span } from "../../syntax/span.ts";
import type { Model } from "../model.ts";
import { sectionAt } from "../parts/parts.ts";
import { withKeyword } from "../statement.ts";
import { type Declared, declaredIn, isMadeBy, ownNamesOf } from "./declared.ts";
import { namesInLine } from "./lineNames.ts";
import { linesWith } from "./mentions.ts";
import type { Occurrence } from "./occurrence.ts";

/** One thing that has a name. Two are the same when all their fields are. */
export interface NamedThing {
  /** As of an occurrence; of a proxy the kind of its section, of a server of a ring "ring-server". */
  readonly kind: string;
  readonly name: string;
  /** Name of the section it belongs to: of a server its backend, of a table of peers their section; else "". */
  readonly owner: string;
  /** The section outside of which the name means nothing; for ACLs, filters and captures. */
  readonly home: Section | undefined;
}

/** An occurrence at its place. */
export interface PlacedName extends Place {
  readonly occurrence: Occurrence;
  readonly placed: PlacedSection;
}

function sameThing(a: NamedThing, b: NamedThing): boolean {
  return a.kind === b.kind && a.name === b.name && a.owner === b.owner && a.home === b.home;
}

/** The name under a place of a file, its end included. */
export function nameAt(file: ConfigFile, line: number, column: number, branch: string | undefined): PlacedName | undefined {
  const placed = sectionAt(file, line);
  if (placed === undefined) return undefined;
  const names = namesInLine(placed.section, line - placed.firstLine, branch);
  const touched = names.filter(({ span }) => span.start <= column && column <= span.end);
  const occurrence = touched.find(({ span }) => column < span.end) ?? touched.at(-1);
  return occurrence && placedName(file.uri, placed, occurrence);
}

function placedName(uri: string, placed: PlacedSection, occurrence: Occurrence): PlacedName {
  return { uri, line: placed.firstLine + occurrence.offset, span: occurrence.span, occurrence, placed };
}

/** What an occurrence stands for; undefined where nobody can tell, as for a server without its backend in a frontend. */
export function thingOf(model: Model, section: Section, occurrence: Occurrence): NamedThing | undefined {
  const declared = declaredIn(model);
  const { kind, name } = occurrence;
  switch (kind) {
    case "acl":
      return { kind, name, owner: "", home: homeOfAcl(declared, section, name) };
    case "filter":
    case "spoe-engine":
    case "capture":
      return { kind, name, owner: "", home: section };
    case "frontend":
    case "backend":
    case "listen":
    case "proxy":
      return proxyThing(declared, occurrence);
    case "table":
      return tableThing(declared, section, occurrence);
    case "server":
    case "server-template":
      return serverThing(declared, section, occurrence);
    case "peer":
      return shared(kind, name, section.kind !== "peers" || declared.localPeers.has(name) ? "" : (section.name ?? ""));
    default:
      return shared(kind, name, owned.has(kind) ? (occurrence.owner ?? section.name ?? "") : "");
  }
}

/** Names that belong to the section in which they are declared, and are told from others by its name. */
const owned: ReadonlySet<string> = new Set(["user", "group", "certificate", "nameserver", "mailer"]);

function shared(kind: string, name: string, owner: string): NamedThing {
  return { kind, name, owner, home: undefined };
}

/** ACLs of a defaults section are not there for the proxies that inherit from it: a use means one only where nothing nearer has the name. */
function homeOfAcl({ proxyOf, inherits }: Declared, section: Section, name: string): Section {
  const proxy = proxyOf.get(section);
  if (proxy === undefined || ownNamesOf(section).acls.has(name)) return section;
  return inherits(proxy).find((parent) => ownNamesOf(parent).acls.has(name)) ?? section;
}

/** A frontend may have the name of a backend; a listen section is both, and "proxy" says of none which it is. */
function proxyThing({ proxies }: Declared, { kind, name, access }: Occurrence): NamedThing {
  if (access === "declares") return shared(kind, name, "");
  const called = proxies.get(name);
  const found = called?.find((proxy) => proxy.kind === kind || kind === "proxy") ?? called?.find((proxy) => proxy.kind === "listen");
  return shared(found?.kind ?? kind, name, "");
}

function tableThing({ proxies }: Declared, section: Section, { name, owner, access }: Occurrence): NamedThing {
  if (owner !== undefined) return shared("table", name, owner);
  if (access === "declares") return shared("table", name, section.name ?? "");
  const called = proxies.get(name) ?? [];
  const holder = called.find(({ own }) => withKeyword(own, "stick-table").length > 0) ?? called.find(({ kind }) => kind !== "frontend");
  const proxy = holder ?? called[0];
  return shared(proxy?.kind ?? "table", name, "");
}

const withServers: ReadonlySet<string> = new Set(["backend", "listen"]);

function serverThing({ proxies }: Declared, section: Section, { kind, name, owner: named, access }: Occurrence): NamedThing | undefined {
  if (section.kind === "ring") return shared("ring-server", name, section.name ?? "");
  const owner = named ?? (withServers.has(section.kind) ? section.name : undefined);
  if (owner === undefined) return undefined;
  if (access === "declares") return shared(kind, name, owner);
  const homes = (proxies.get(owner) ?? []).filter((proxy) => proxy.kind !== "frontend").map(({ placed }) => ownNamesOf(placed.section));
  if (homes.some(({ servers }) => servers.has(name))) return shared("server", name, owner);
  const template = homes.flatMap(({ templates }) => templates).find((one) => isMadeBy(name, one));
  return template === undefined ? shared("server", name, owner) : shared("server-template", template.prefix, owner);
}

/** Under which kinds a thing is written. */
function writtenAs(kind: string): readonly string[] {
  if (kind === "frontend" || kind === "backend" || kind === "listen") return ["frontend", "backend", "listen", "proxy", "table"];
  if (kind === "server" || kind === "server-template") return ["server", "server-template"];
  return [kind === "ring-server" ? "server" : kind];
}

/** What stands in every line that means the thing; a slot for captures has no name. */
function writtenIn({ kind, name }: NamedThing): string {
  return kind === "capture" ? "capture" : name;
}

/** Every place that means the thing, in the order of the files. */
export function placesOf(model: Model, thing: NamedThing, branch: string | undefined): readonly PlacedName[] {
  return placesIn(model, thing, branch, (section) => linesWith(section, writtenIn(thing)));
}

/** The places that declare the thing, without a look at all others. */
export function declarationsOf(model: Model, thing: NamedThing, branch: string | undefined): readonly PlacedName[] {
  const opens = sectionKinds.some((kind) => kind === thing.kind);
  const lines = (section: Section) => {
    if (opens) return section.kind === thing.kind && section.name === thing.name ? [0] : [];
    return thing.owner !== "" && section.name !== thing.owner ? [] : linesWith(section, writtenIn(thing));
  };
  return placesIn(model, thing, branch, lines).filter(isDeclaration);
}

/** The places among the lines given of each section. */
function placesIn(
  model: Model,
  thing: NamedThing,
  branch: string | undefined,
  linesOf: (section: Section) => readonly number[],
): readonly PlacedName[] {
  const kinds = writtenAs(thing.kind);
  const { proxyOf, inherits } = declaredIn(model);
  const mayName = (section: Section) => {
    const proxy = proxyOf.get(section);
    return thing.home === undefined || section === thing.home || (proxy !== undefined && inherits(proxy).includes(thing.home));
  };
  const found: PlacedName[] = [];
  for (const { uri, sections } of model.files) {
    for (const placed of sections) {
      if (!mayName(placed.section)) continue;
      for (const offset of linesOf(placed.section)) {
        for (const occurrence of namesInLine(placed.section, offset, branch)) {
          if (!kinds.includes(occurrence.kind)) continue;
          const meant = thingOf(model, placed.section, occurrence);
          if (meant !== undefined && sameThing(meant, thing)) found.push(placedName(uri, placed, occurrence));
        }
      }
    }
  }
  return found;
}

/** The stretch of an occurrence that is the thing's own name: of `web3` the "web" of its template. */
export function ownSpan({ name }: NamedThing, { occurrence, span }: PlacedName): Span {
  const longer = occurrence.name.length > name.length && span.end - span.start === occurrence.name.length;
  return longer ? { start: span.start, end: span.start + name.length } : span;
}

export function isDeclaration({ occurrence }: PlacedName): boolean {
  return occurrence.access === "declares";
}
