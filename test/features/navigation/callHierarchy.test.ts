/** The way of traffic through a configuration. */
import { describe, expect, test } from "vitest";
import { type Passage, passagesFrom, passagesTo, stationsAt } from "../../../server/src/features/navigation/callHierarchy.ts";
import { modelOf } from "../../../server/src/model/model.ts";
import { readConfig } from "../../../server/src/syntax/config.ts";
import { configUri, withCursor } from "../../support/configText.ts";

const config = (name: string, text: string) => text.replace(name, `$0${name}`);

const text = `defaults
    default_backend fallback
frontend fe
    use_backend api if { path /a }
    use_backend %[req.hdr(host),map(/m)] if { path /b }
    use_backend api if { path /c }
    default_backend web
frontend plain
    bind :81
listen both
    bind :82
    server l1 192.0.2.9:80
    default_backend api
backend api
    server a1 192.0.2.1:80
    server-template t 2 192.0.2.2:80
backend web
backend fallback
`;

/** Kind and name of each station, with the lines that say so. */
function shown(passages: readonly Passage[]): string[] {
  return passages.map(
    ({ station, lines }) => `${station.kind} ${station.name} ${lines.join(",")}${station.detail.startsWith("perhaps") ? "?" : ""}`,
  );
}

function at(marked: string) {
  const { text: source, line, column } = withCursor(marked);
  const file = readConfig(configUri, source);
  const model = modelOf([file]);
  const stations = stationsAt(model, file, line, column, undefined);
  return {
    names: stations.map(({ kind, name, line: where }) => `${kind} ${name} ${where}`),
    outgoing: shown(stations.flatMap((station) => passagesFrom(model, station))),
    incoming: shown(stations.flatMap((station) => passagesTo(model, station))),
  };
}

describe("the hierarchy of traffic", () => {
  test("goes from a frontend to its backends, rule by rule, default and dynamic ones too", () => {
    expect(at(config("fe", text))).toEqual({
      names: ["frontend fe 2"],
      outgoing: ["backend api 3,5", "dynamic %[req.hdr(host),map(/m)] 4?", "backend web 6"],
      incoming: [],
    });
  });

  test("takes the default backend of a defaults section at the header", () => {
    expect(at(config("plain", text)).outgoing).toEqual(["backend fallback 7"]);
  });

  test("goes from a backend to its servers, and back to those who send traffic or may do so", () => {
    expect(at(config("api if", text))).toEqual({
      names: ["backend api 13"],
      outgoing: ["server a1 14", "server t 15"],
      incoming: ["frontend fe 3,5", "listen both 12"],
    });
  });

  test("a listen section is both sides", () => {
    expect(at(config("both", text))).toMatchObject({
      outgoing: ["backend api 12", "server l1 11"],
      incoming: ["frontend fe 4?"],
    });
  });

  test("ends at a server, which leads back to its backend", () => {
    expect(at(config("a1", text))).toEqual({ names: ["server a1 14"], outgoing: [], incoming: ["backend api 14"] });
  });

  test("does not start at other names", () => {
    expect(at("frontend f\n acl $0a path /\n").names).toEqual([]);
    expect(at("frontend f\n default_backend $0gone").names).toEqual([]);
  });
});

const shop = `frontend edge
    mode http
    bind :443
    use_backend be_%[req.hdr(x),lower] if { path /x }
    use_backend %[req.hdr(host),map(/hosts,be_web)]
backend be_web
    mode http
    server again abns@clear send-proxy-v2
    server local localhost:8080
    server away 192.0.2.1:8080
backend be_log
    mode log
    server l udp@192.0.2.1:514
backend other
    mode http
    server s 192.0.2.1:80
backend be_table
    stick-table type ip size 1k expire 1m
frontend clear
    mode http
    bind abns@clear accept-proxy
    bind /run/x,:8080
`;

describe("the hierarchy of traffic", () => {
  test("leads only to what a name that is put together can be, and to what a map falls back on", () => {
    expect(at(config("edge", shop)).outgoing).toEqual([
      "dynamic be_%[req.hdr(x),lower] 3?",
      "dynamic %[req.hdr(host),map(/hosts,be_web)] 4?",
      "backend be_web 4",
    ]);
    const incoming = (name: string) => at(shop.replace(`backend ${name}\n`, `backend $0${name}\n`)).incoming;
    expect(incoming("be_web")).toEqual(["frontend edge 4"]);
    expect([incoming("be_log"), incoming("be_table")]).toEqual([[], []]);
    expect(incoming("other")).toEqual(["frontend edge 4?"]);
  });

  test("comes back in where a server is a listener of the configuration", () => {
    expect(at(shop.replace("server again", "server $0again")).outgoing).toEqual(["frontend clear 7"]);
    expect(at(shop.replace("server local", "server $0local")).outgoing).toEqual(["frontend clear 8"]);
    expect(at(shop.replace("server away", "server $0away")).outgoing).toEqual([]);
    expect(at(shop.replace("frontend clear", "frontend $0clear")).incoming).toEqual(["server again 7", "server local 8"]);
  });
});
