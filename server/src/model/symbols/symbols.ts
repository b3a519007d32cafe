/** What a name stands for: which declaration a use means, and all places that mean the same. */
import type { ConfigFile, PlacedSection, Section } from "../../syntax/config.ts";
import type { Place, Span } from "../../syntax/span.ts";
import type { Model } from "../model.ts";
import { withKeyword } from "../statement.ts";
import { type Declared, declaredIn } from "./declared.ts";
import type { Occurrence } from "./occurrence.ts";
import { occurrencesByKind, occurrencesIn } from "./sectionNames.ts";

/** One thing that has a name. Two symbols are the same when all their fields are. */
export interface NamedThing {
  /** As of an occurrence; of a proxy the kind of its section, of a server of a ring "ring-server". */
  readonly kind: string;
  readonly name: string;
  /** Name of the section it belongs to: of a server its backend, of a table of peers their section; else "". */
  readonly owner: string;
  /** The section outside of which the name means nothing; for ACLs and filters. */
  readonly home: Section | undefined;
}

/** An occurrence at its place. */
export interface PlacedName extends Place {
  readonly occurrence: Occurrence;
  readonly placed: PlacedSection;
}

export function sameThing(a: NamedThing, b: NamedThing): boolean {
  return a.kind === b.kind && a.name === b.name && a.owner === b.owner && a.home === b.home;
}

/** The name under a place of a file, its end included. */
export function nameAt(file: ConfigFile, line: number, column: number, branch: string | undefined): PlacedName | undefined {
  const placed = file.sections.findLast(({ firstLine }) => firstLine <= line);
  if (placed === undefined) return undefined;
  const offset = line - placed.firstLine;
  const touched = occurrencesIn(placed.section, branch).filter(
    (occurrence) => occurrence.offset === offset && occurrence.span.start <= column && column <= occurrence.span.end,
  );
  const occurrence = touched.find(({ span }) => column < span.end) ?? touched.at(-1);
  return occurrence && placedName(file.uri, placed, occurrence);
}

function placedName(uri: string, placed: PlacedSection, occurrence: Occurrence): PlacedName {
  return { uri, line: placed.firstLine + occurrence.offset, span: occurrence.span, occurrence, placed };
}

/** What an occurrence stands for; undefined where nobody can tell, as for a server without its backend in a frontend. */
export function thingOf(model: Model, section: Section, occurrence: Occurrence, branch: string | undefined): NamedThing | undefined {
  const declared = declaredIn(model, branch);
  const { kind, name } = occurrence;
  switch (kind) {
    case "acl":
      return { kind, name, owner: "", home: homeOfAcl(declared, section, name, branch) };
    case "filter":
    case "spoe-engine":
      return { kind, name, owner: "", home: section };
    case "frontend":
    case "backend":
    case "listen":
      return proxyThing(declared, occurrence);
    case "table":
      return tableThing(declared, section, occurrence);
    case "server":
    case "server-template":
      return serverThing(declared, section, occurrence, branch);
    case "peer":
      return global(kind, name, section.kind !== "peers" || declared.localPeers.has(name) ? "" : (section.name ?? ""));
    default:
      return owned.has(kind) ? global(kind, name, occurrence.owner ?? section.name ?? "") : global(kind, name, "");
  }
}

/** Names that belong to the section in which they are declared, and are told from others by its name. */
const owned: ReadonlySet<string> = new Set(["user", "group", "certificate", "nameserver", "mailer"]);

function global(kind: string, name: string, owner: string): NamedThing {
  return { kind, name, owner, home: undefined };
}

/** ACLs of a defaults section are not there for the proxies that inherit from it, so a use means one only where nothing nearer has the name. */
function homeOfAcl({ proxyOf, inherits }: Declared, section: Section, name: string, branch: string | undefined): Section {
  const declares = (one: Section) =>
    occurrencesByKind(one, branch)
      .get("acl")
      ?.some((acl) => acl.name === name && acl.access === "declares") === true;
  const proxy = proxyOf.get(section);
  return proxy === undefined || declares(section) ? section : (inherits(proxy).find(declares) ?? section);
}

/** A frontend may have the name of a backend; a listen section is both. */
function proxyThing({ proxies }: Declared, { kind, name, access }: Occurrence): NamedThing {
  if (access === "declares") return global(kind, name, "");
  const found = proxies.get(name)?.find((proxy) => proxy.kind === kind) ?? proxies.get(name)?.find((proxy) => proxy.kind === "listen");
  return global(found?.kind ?? kind, name, "");
}

function tableThing({ proxies }: Declared, section: Section, { name, owner, access }: Occurrence): NamedThing {
  if (owner !== undefined) return global("table", name, owner);
  if (access === "declares") return global("table", name, section.name ?? "");
  const called = proxies.get(name) ?? [];
  const holder = called.find(({ own }) => withKeyword(own, "stick-table").length > 0) ?? called.find(({ kind }) => kind !== "frontend");
  const proxy = holder ?? called[0];
  return proxy === undefined ? global("table", name, "") : global(proxy.kind, name, "");
}

const withServers: ReadonlySet<string> = new Set(["backend", "listen"]);

function serverThing(declared: Declared, section: Section, occurrence: Occurrence, branch: string | undefined): NamedThing | undefined {
  const { kind, name } = occurrence;
  if (section.kind === "ring") return global("ring-server", name, section.name ?? "");
  const owner = occurrence.owner ?? (withServers.has(section.kind) ? section.name : undefined);
  if (owner === undefined) return undefined;
  if (kind === "server-template" || occurrence.access === "declares") return global(kind, name, owner);
  const homes = declared.proxies.get(owner)?.filter((proxy) => proxy.kind !== "frontend") ?? [];
  const servers = homes.map((proxy) => occurrencesByKind(proxy.placed.section, branch));
  if (servers.some((kinds) => kinds.get("server")?.some((one) => one.access === "declares" && one.name === name)))
    return global("server", name, owner);
  const template = servers.flatMap((kinds) => kinds.get("server-template") ?? []).find((one) => isMadeBy(name, one));
  return template === undefined ? global("server", name, owner) : global("server-template", template.name, owner);
}

/** "web3" is one of the names that `server-template web 1-5` declares. */
export function isMadeBy(name: string, { name: prefix, numbers }: Occurrence): boolean {
  const rest = name.slice(prefix.length);
  if (numbers === undefined || !name.startsWith(prefix) || !/^(?:0|[1-9]\d*)$/.test(rest)) return false;
  return numbers.first <= Number(rest) && Number(rest) <= numbers.last;
}

/** Under which kinds a thing is written. */
function writtenAs(kind: string): readonly string[] {
  if (kind === "frontend" || kind === "backend" || kind === "listen") return ["frontend", "backend", "listen", "table"];
  if (kind === "server" || kind === "server-template") return ["server", "server-template"];
  return [kind === "ring-server" ? "server" : kind];
}

/** Every place that means the thing, in the order of the files. */
export function placesOf(model: Model, thing: NamedThing, branch: string | undefined): readonly PlacedName[] {
  const kinds = writtenAs(thing.kind);
  const { proxyOf, inherits } = declaredIn(model, branch);
  const found: PlacedName[] = [];
  for (const { uri, sections } of model.files) {
    for (const placed of sections) {
      const { section } = placed;
      if (thing.home !== undefined && section !== thing.home) {
        const proxy = proxyOf.get(section);
        if (proxy === undefined || !inherits(proxy).includes(thing.home)) continue;
      }
      for (const kind of kinds) {
        for (const occurrence of occurrencesByKind(section, branch).get(kind) ?? []) {
          if (occurrence.name !== thing.name && thing.kind !== "server-template") continue;
          const meant = thingOf(model, section, occurrence, branch);
          if (meant !== undefined && sameThing(meant, thing)) found.push(placedName(uri, placed, occurrence));
        }
      }
    }
  }
  return found;
}

/** The stretch of an occurrence that is the thing's own name: of `web3` the "web" of its template. */
export function ownSpan({ name }: NamedThing, { occurrence, span }: PlacedName): Span {
  return occurrence.name.length > name.length && span.end - span.start === occurrence.name.length
    ? { start: span.start, end: span.start + name.length }
    : span;
}

export function isDeclaration({ occurrence }: PlacedName): boolean {
  return occurrence.access === "declares";
}
