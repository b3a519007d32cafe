/** Hints, links to files and counted references. */
import { describe, expect, test } from "vitest";
import { fileLinksIn, originOf } from "../../../server/src/features/navigation/documentLinks.ts";
import { hintsIn } from "../../../server/src/features/navigation/inlayHints.ts";
import { lensPlacesIn, usageAt } from "../../../server/src/features/navigation/referenceLenses.ts";
import { serverLensPlacesIn, serversAt } from "../../../server/src/features/navigation/serverLenses.ts";
import { modelOf } from "../../../server/src/model/model.ts";
import { readConfig } from "../../../server/src/syntax/config.ts";
import { configUri } from "../../support/configText.ts";

function read(text: string) {
  const file = readConfig(configUri, text);
  return { file, model: modelOf([file]) };
}

/** Lines with the hints in brackets. */
function hinted(text: string, { units = true, inherited = true, branch = "3.4" } = {}): string[] {
  const { file, model } = read(text);
  const hints = hintsIn(model, file, 0, file.lines.length, { branch, units, inherited });
  return hints.map(({ line, column, label }) => {
    const { raw } = file.lines[line]!;
    return `${raw.slice(0, column)}[${label}]${raw.slice(column)}`.trim();
  });
}

describe("hints", () => {
  test("give bare times their unit", () => {
    expect(
      hinted(
        "defaults\n timeout connect 5000\n timeout client 5s\n timeout server 0\nbackend b\n server s 192.0.2.1:80 inter 200 check # x",
        {
          inherited: false,
        },
      ),
    ).toEqual(["timeout connect 5000[ms]", "server s 192.0.2.1:80 inter 200[ms] check # x"]);
    expect(hinted("acme a\n dns-delay 30", { inherited: false })).toEqual(["dns-delay 30[s]"]);
  });

  test("tell what a proxy has from its defaults section, and not what it says itself", () => {
    const defaults = "defaults\n mode http\n timeout client 30000\n timeout connect 5s\n timeout server 1m\n timeout queue 2s\n";
    expect(hinted(`${defaults}frontend f # x\n bind :80`, { units: false })).toEqual(["frontend f[mode http, client 30s] # x"]);
    expect(hinted(`${defaults}backend b\n timeout server 3s\n mode http`, { units: false })).toEqual(["backend b[connect 5s, queue 2s]"]);
    expect(hinted(`${defaults}listen l`, { units: false })).toEqual(["listen l[mode http, client 30s, connect 5s, server 1m]"]);
    expect(hinted("frontend f\n mode http", { units: false })).toEqual([]);
    // in one order, however the defaults have it, and not above a backend that only holds a table
    const mixed = "defaults\n timeout server 1m\n timeout connect 5s\n";
    expect(hinted(`${mixed}backend b`, { units: false })).toEqual(["backend b[mode tcp, connect 5s, server 1m]"]);
    expect(hinted(`${defaults}backend t\n stick-table type ip size 1k`, { units: false })).toEqual([]);
  });

  test("tell what a server has from default-server, where that is wanted", () => {
    const text =
      "defaults\n default-server check inter 2s\nbackend b\n default-server fall 3\n server a 192.0.2.1:80 inter 5s # x\n server b 192.0.2.1:80 no-check\nbackend c\n server d 192.0.2.1:80 check inter 1s";
    const { file, model } = read(text);
    const shown = (servers?: boolean) =>
      hintsIn(model, file, 0, 9, { branch: "3.2", units: false, inherited: false, ...(servers !== undefined && { servers }) }).map(
        ({ line, label, tooltip }) => `${line} ${label} (${tooltip})`,
      );
    expect(shown(true)).toEqual([
      "4 fall 3 check (From default-server: fall 3 check)",
      "5 fall 3 inter 2s (From default-server: fall 3 inter 2s)",
    ]);
    expect(shown()).toEqual([]);
  });

  test("name the file where the defaults stand in another one", () => {
    const files = ["defaults\n timeout client 5s\n", "frontend f\n"].map((text, i) => readConfig(`file:///etc/haproxy/${i}.cfg`, text));
    const options = { branch: "3.4", units: true, inherited: true };
    expect(hintsIn(modelOf(files), files[1]!, 0, 1, options)[0]?.tooltip).toContain("timeout client 5s, from line 2 of 0.cfg");
  });
});

describe("links", () => {
  const linked = (text: string) => {
    const { file, model } = read(text);
    return fileLinksIn(model, file, "3.4").map(({ line, span, path }) => [file.lines[line]!.raw.slice(span.start, span.end), path]);
  };

  test("lead to files, with the folders that belong to their kind", () => {
    expect(
      linked(`global
 ca-base /ca
 crt-base certs/
 lua-load /etc/a.lua
frontend f
 bind :1 ssl crt a.pem ca-file ca.pem crl-file /abs/crl.pem crt-list list.txt crt @store/a
 errorfile 503 errors/503.http
 acl a src -f /etc/hosts.lst 192.0.2.1
 use_backend %[req.hdr(host),map_str(maps/hosts.map,b)] if a
 http-request set-header X %[src,map(virt@x)]
backend b
 server s 192.0.2.1:443 ssl ca-file @system-ca crt "client pem"
crt-store s
 crt-base /store
 load crt b.pem key b.key`),
    ).toEqual([
      ["/etc/a.lua", "/etc/a.lua"],
      ["a.pem", "certs/a.pem"],
      ["ca.pem", "/ca/ca.pem"],
      ["/abs/crl.pem", "/abs/crl.pem"],
      ["list.txt", "list.txt"],
      ["errors/503.http", "errors/503.http"],
      ["/etc/hosts.lst", "/etc/hosts.lst"],
      ["maps/hosts.map", "maps/hosts.map"],
      ["client pem", "certs/client pem"],
      ["b.pem", "/store/b.pem"],
      ["b.key", "b.key"],
    ]);
  });

  test("start where default-path says", () => {
    const origin = (line: string) => originOf(read(`global\n ${line}`).model);
    expect(origin("default-path config")).toEqual({ kind: "config" });
    expect(origin("default-path origin /etc")).toEqual({ kind: "origin", path: "/etc" });
    expect(origin("daemon")).toEqual({ kind: "current" });
  });

  test("are not made of what only HAProxy can know", () => {
    expect(linked(`frontend f\n errorfile 503 "\${DIR}/503.http"\n bind :1 ssl crt /certs/`)).toEqual([]);
  });
});

describe("counted references", () => {
  const counted = (text: string) => {
    const { file, model } = read(text);
    return lensPlacesIn(file).map(({ line }) => [line, usageAt(model, file, line, "3.0")?.title]);
  };

  test("stand above sections that others refer to", () => {
    expect(
      counted(
        "defaults a\ndefaults\nfrontend f\n default_backend b\n use_backend b if TRUE\nbackend b\nbackend c from a\nfrontend t\n stick-table type ip size 1\n http-request track-sc0 src table t",
      ),
    ).toEqual([
      [0, "1 section inherits"],
      [1, "3 sections inherit"],
      [5, "2 references"],
      [6, "0 references"],
      [7, "1 reference"],
    ]);
  });

  test("stand above names in quotes too", () => {
    expect(counted("frontend f\n default_backend 'b'\nbackend 'b'")).toEqual([[2, "1 reference"]]);
  });
});

describe("counted servers", () => {
  const counted = (text: string) => {
    const { file, model } = read(text);
    return serverLensPlacesIn(file).map(({ line, span }) => {
      const { title, places } = serversAt(model, file, line, "3.2") ?? {};
      return `${file.lines[line]!.raw.slice(span.start, span.end)}: ${title} ${places?.map((place) => place.line).join(",")}`;
    });
  };
  const server = (name: string, rest = "") => ` server ${name} 192.0.2.1:80 ${rest}\n`;

  test("tell what takes traffic as it is defined", () => {
    expect(counted(`backend b\n${server("a")}`)).toEqual(["b: 1 server 1"]);
    expect(
      counted(`backend 'b'\n${server("a")}${server("b", "backup")}${server("c", "disabled backup")}${server("d", "weight 0")}`),
    ).toEqual(["b: 4 servers, 1 as backup, 1 of weight 0, 1 disabled 1,2,3,4"]);
    expect(counted(`listen l\n server-template w 2-4 192.0.2.1:80 backup\n${server("a")}`)).toEqual(["l: 4 servers, 3 as backup 1,2"]);
  });

  test("with what default-server gives them, of the defaults too", () => {
    const text = `defaults\n default-server disabled\nbackend b\n${server("a")}${server("b", "enabled")} default-server backup enabled\n${server("c")}`;
    expect(counted(text)).toEqual(["b: 3 servers, 1 as backup, 1 disabled 3,4,6"]);
  });

  test("say nothing where they cannot be counted, or nothing serves", () => {
    expect(counted(`backend b\n server-template w "\${N}" 192.0.2.1:80\n`)).toEqual(["b: undefined undefined"]);
    expect(counted(`backend b\n.if feature(X)\n${server("a")}.endif\n`)).toEqual(["b: undefined undefined"]);
    expect(counted(`frontend f\n${server("a")}backend b\nring r\n${server("a")}`)).toEqual([]);
  });
});
