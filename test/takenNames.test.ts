/** Names that HAProxy takes only once: who is told, and who is not where `.if` leaves open what HAProxy reads. */
import { describe, expect, test } from "vitest";
import { configFindings } from "../server/src/features/configFindings.ts";
import { modelFrom, releaseFrom } from "./support/configText.ts";

/** "4: server "a" is already declared in line 3", lines counted from 1. */
function taken(text: string, release = "3.2.4"): readonly string[] {
  const found = configFindings(modelFrom(text), { release: releaseFrom(release), ignored: [] });
  return found
    .filter(({ code }) => code === "duplicate-name")
    .map(({ line, message }) => `${line + 1}: ${message.replace(/: rename or .*$/, "")}`);
}

const backend = (...lines: readonly string[]) => `backend b\n${lines.map((line) => `    ${line}\n`).join("")}`;
const [first, other, again] = ["server a 192.0.2.1:80 id 7", "server c 192.0.2.2:80", "server a 192.0.2.3:80"];

describe("names of servers", () => {
  test("each that comes again is told of the first", () => {
    expect(taken(backend(first, other, again, again))).toEqual([
      '4: server "a" is already declared in line 2',
      '5: server "a" is already declared in line 2',
    ]);
  });

  test("one that .if guards may be another one's stand-in, and hides nothing of the others", () => {
    const guard = [".if defined(X)", first, ".else", again, ".endif"];
    expect(taken(backend(...guard))).toEqual([]);
    expect(taken(backend(...guard, other, again))).toEqual([]);
    expect(taken(backend(...guard, again, other, again))).toEqual(['9: server "a" is already declared in line 7']);
  });

  test("names of the environment are nobody's", () => {
    expect(taken(backend('server "$NAME" 192.0.2.1:80', 'server "$NAME" 192.0.2.2:80'))).toEqual([]);
  });

  test("a template takes all of its names", () => {
    expect(taken(backend("server-template w 1-3 192.0.2.1:80", "server w2 192.0.2.2:80"))).toEqual([
      '3: server "w2" is already declared in line 2',
    ]);
    expect(taken(backend("server-template w 1-3 192.0.2.1:80", "server w4 192.0.2.2:80"))).toEqual([]);
  });
});

describe("numbers and limits", () => {
  test("ids of servers, and of listeners", () => {
    expect(taken(backend(first, `${other} id 7`))).toEqual(['3: id "7" is already declared in line 2']);
    expect(taken(backend(first, `${other} cookie id 7`))).toEqual([]);
    expect(taken("frontend f\n    mode http\n    bind :80 id 1\n    bind :81 id 1\n")).toEqual(['4: id "1" is already declared in line 3']);
  });

  test("bandwidth limits", () => {
    const limit = (name: string) => `filter bwlim-out ${name} default-limit 1m default-period 1s`;
    expect(taken(backend(limit("l"), limit("m"), limit("l")))).toEqual(['4: filter "l" is already declared in line 2']);
  });
});

describe("other names", () => {
  test("aliases of certificates, but not their files", () => {
    const store = (...lines: readonly string[]) => `crt-store s\n${lines.map((line) => `    load ${line}\n`).join("")}`;
    expect(taken(store("crt a.pem alias x", "crt b.pem alias x"))).toEqual(['3: load "x" is already declared in line 2']);
    expect(taken(store("crt a.pem", "crt a.pem alias y"))).toEqual([]);
  });

  test("members of peers sections from 3.0 on", () => {
    const peers = "peers p\n    peer a 192.0.2.1:1024\n    peer a 192.0.2.2:1024\n";
    expect(taken(peers, "3.0.2")).toEqual(['3: peer "a" is already declared in line 2']);
    expect(taken(peers, "2.8.5")).toEqual([]);
  });

  test("a proxy has one stick-table, and of two that .if guards HAProxy reads one", () => {
    const table = "stick-table type ip size 1k";
    expect(taken(backend(table, table))).toEqual(['3: stick-table "b" is already declared in line 2']);
    expect(taken(backend(".if defined(X)", table, ".else", table, ".endif"))).toEqual([]);
  });
});
