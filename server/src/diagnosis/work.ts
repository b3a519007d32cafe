/** What the crashed thread was at work on, as its dump tells apart from its stack: applets, locks that it held, protocols. */
import type { Incident, LogPlace, ThreadReport } from "../incident/incident.ts";

/** Subsystem of an applet by its tag. */
const ofApplet: Readonly<Record<string, string>> = {
  PEER: "peers",
  SPOE: "spoe",
  HTTPCLIENT: "httpclient",
  LUA_TCP: "lua",
  DNS: "resolvers",
  PROMEX: "promex",
  STATS: "stats",
  CLI: "cli",
};

/** Of a connection's protocol by its name in HAProxy. */
const ofMux: Readonly<Record<string, string>> = { H1: "h1", H2: "h2", QUIC: "quic", FCGI: "fcgi" };

/** Of a lock by its label (include/haproxy/thread-t.h), where one part of HAProxy alone takes it. */
const ofLock: Readonly<Record<string, string>> = {
  STK_TABLE: "stick-table",
  STK_TABLE_UPDT: "stick-table",
  STK_SESS: "stick-table",
  PEER: "peers",
  SPOE_APPLET: "spoe",
  DNS: "resolvers",
  LISTENER: "listener",
  LBPRM: "lb",
  QUEUE: "queue",
  CACHE: "cache",
  SHCTX: "cache",
  SNI: "ssl",
  CKCH: "ssl",
  OCSP: "ssl",
  SSL_GEN_CERTS: "ssl",
  PATREF: "map-acl",
  PATEXP: "map-acl",
  VARS: "rules-vars",
  RING: "ring-log",
  QC_CID: "quic",
};

/** The thread that the watchdog found stuck, or that made the dump. */
export function threadAtWork({ threads }: Incident): ThreadReport | undefined {
  return threads.find(({ stuck }) => stuck) ?? threads.find(({ current }) => current);
}

/** The function that is called, of the stuck thread's task or of what was spinning. */
export function handlerAtWork(incident: Incident): { readonly name: string; readonly at: LogPlace } | undefined {
  const thread = threadAtWork(incident);
  const name = thread === undefined ? incident.spinning?.handler : thread.task?.handler;
  return name === undefined ? undefined : { name, at: thread?.at ?? incident.headline };
}

/** What is known of the stream under way: that of the thread, or the one that was spinning. */
export function streamAtWork(incident: Incident): (Pick<ThreadReport, "stream"> & Partial<Pick<ThreadReport, "task">>) | undefined {
  return threadAtWork(incident) ?? incident.spinning;
}

export function subsystemOfApplet(tag: string): string | undefined {
  return ofApplet[tag];
}

/** Protocols of the stream's connections. */
export function protocolsOf({ stream }: Pick<ThreadReport, "stream">): readonly string[] {
  return (stream?.muxes ?? []).flatMap((name) => ofMux[name] ?? []);
}

/** Whether a part of HAProxy is a protocol, and the connections speak others. */
export function isForeignTo(subsystem: string, protocols: readonly string[]): boolean {
  return protocols.length > 0 && !protocols.includes(subsystem) && Object.values(ofMux).includes(subsystem);
}

/** Of a filter by its name in a report (src/flt_*.c), where one part of HAProxy alone has it. */
const ofFilter: Readonly<Record<string, string>> = {
  "cache store filter": "cache",
  "SPOE filter": "spoe",
  "SPOP filter": "spoe",
  "fcgi-app filter": "fcgi",
  "bandwidth limitation filter": "filters",
  "compression filter": "filters",
};

/** Of a frontend that HAProxy makes itself, by its name: the sockets of the CLI, and what scripts and HAProxy ask of others. */
const ofFrontend: Readonly<Record<string, string>> = {
  GLOBAL: "cli",
  MASTER: "cli",
  "LUA-SOCKET": "lua",
  "<HTTPCLIENT>": "httpclient",
};

/** Parts of HAProxy that had to do with the stream that was found spinning: filters, and frontends that are no user's. */
export function partsOfSpinning({ spinning }: Incident): readonly string[] {
  const names = (spinning?.filters ?? []).map((name) => ofFilter[name]);
  return [...names, ofFrontend[spinning?.stream?.frontend ?? ""]].filter((part) => part !== undefined);
}

/** No server had been looked for, or an applet was at work, for which nobody looks for one: what runs only with one cannot be what hangs. */
export function isWithoutServer({ stream, task }: Pick<ThreadReport, "stream"> & Partial<Pick<ThreadReport, "task">>): boolean {
  return stream?.backState === "INI" || task?.applet !== undefined;
}

/** The parts that a stuck thread held locks of (3.2 and later), or that it says it executes (3.3.6 and later). */
export function partsAtWork({ stuck, held, context = "" }: ThreadReport): readonly string[] {
  const labels = stuck ? held.map((lock) => lock.replace(/\(\w\)$/, "")) : [];
  const mux = /^mux '([\w-]{1,20})'$/.exec(context)?.[1] ?? "";
  return [...labels.flatMap((label) => ofLock[label] ?? []), ...(ofMux[mux] === undefined ? [] : [ofMux[mux]])];
}
