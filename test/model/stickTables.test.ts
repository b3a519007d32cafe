// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy and Docker
/** Stick-tables and the rules that track entries in them. */
import { describe, expect, test } from "vitest";
import { modelFrom } from "../support/configText.ts";

/** "st 30000 gpc0,gpt0" for each table; `?` for what a variable hides. */
function tables(text: string): string {
  return modelFrom(text)
    .tables.map(({ name, expire, store, storeIsDynamic }) => {
      const time = expire === undefined ? "-" : (expire.milliseconds ?? "?");
      return `${name} ${time} ${store.join(",")}${storeIsDynamic ? "?" : ""}`;
    })
    .join("\n");
}

/** "fe http-request -> st" for each rule, inherited ones once for each proxy. */
function tracks(text: string): string {
  return modelFrom(text)
    .tracks.map(({ proxy, ruleset, table }) => `${proxy.name} ${ruleset} -> ${table?.name ?? "nothing"}`)
    .join("\n");
}

describe("tables", () => {
  test.each([
    ["backend st\n stick-table type ip size 1m expire 30s store gpc0\n", "st 30000 gpc0"],
    ["listen l\n stick-table type ip size 1k\n", "l - "],
    ["frontend f\n stick-table type string len 32 size 1k expire 10m store gpc0,gpt0\n", "f 600000 gpc0,gpt0"],
    ["peers p\n table t1 type ip size 1m expire 5s store conn_cur\n table t2 type ip size 1\n", "p/t1 5000 conn_cur\np/t2 - "],
    ["backend st\n stick-table type ip size 1m store http_req_rate(10s),bytes_in_rate(1m)\n", "st - http_req_rate,bytes_in_rate"],
    ["backend st\n stick-table type ip size 1m store gpc0 store gpt(3)\n", "st - gpc0,gpt"],
    ['backend st\n stick-table type ip size 1m store "gpc0, gpt0"\n', "st - gpc0,gpt0"],
    ['backend st\n stick-table type ip size 1m expire "${EXPIRE}" store "${STORE}"\n', "st ? ${STORE}?"],
    ["backend st\n stick-table type ip size 1m expire soon\n", "st ? "],
    ["backend st\n stick-table type ip size 1m expire\n", "st - "],
    ["global\n stick-table type ip size 1\nresolvers r\n table x type ip size 1\n", ""],
    ["backend st\n no stick-table\n table t type ip size 1\n", ""],
  ])("%j: %s", (text, shown) => {
    expect(tables(text)).toBe(shown);
  });
});

describe("track rules", () => {
  const table = "backend st\n stick-table type ip size 1m\n";

  test.each([
    ["http-request track-sc0 src table st", "f http-request -> st"],
    ["http-response track-sc1 src table st", "f http-response -> st"],
    ["http-after-response track-sc2 src table st", "f http-after-response -> st"],
    ["tcp-request connection track-sc0 src table st", "f tcp-request connection -> st"],
    ["tcp-request session track-sc0 src table st", "f tcp-request session -> st"],
    ["tcp-request content track-sc0 src table st if TRUE", "f tcp-request content -> st"],
    ["http-request track-sc12 src table st", "f http-request -> st"],
    ["http-request track-sc src table st", "f http-request -> st"],
    ["http-request track-sc0 src,ipmask(24) table st if { src 192.0.2.1 }", "f http-request -> st"],
    ["http-request track-sc0 src table other", "f http-request -> nothing"],
    ["http-request track-sc0 src", "f http-request -> nothing"],
    ["http-request deny if { hdr(x) track-sc0 }", ""],
    ["http-request set-header x track-sc0 table st", ""],
    ["stick on src table st", ""],
    ["# http-request track-sc0 src table st", ""],
  ])("%s", (rule, shown) => {
    expect(tracks(`${table}frontend f\n ${rule}\n`)).toBe(shown);
  });

  test("without `table` the proxy's own one is meant", () => {
    expect(tracks("listen l\n stick-table type ip size 1\n http-request track-sc0 src\n")).toBe("l http-request -> l");
  });

  test("a table of a peers section is named with it", () => {
    expect(tracks("peers p\n table t1 type ip size 1\nfrontend f\n http-request track-sc0 src table p/t1\n")).toBe(
      "f http-request -> p/t1",
    );
  });

  test("rules of named defaults count in every proxy that inherits them", () => {
    const text = `${table}defaults d\n http-request track-sc0 src table st\nfrontend f from d\nfrontend g from d\nfrontend h\n`;
    expect(tracks(text)).toBe("f http-request -> st\ng http-request -> st\nh http-request -> st");
  });
});
