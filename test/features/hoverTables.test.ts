/** Hovers on stick-tables: what they take of memory, and what they store. */
import { describe, expect, test } from "vitest";
import { hoverAt, hoverIn } from "../support/checkHover.ts";

describe("stick-tables", () => {
  const table = "backend st\n stick-table type string len 63 size 100k store bytes_in_cnt,http_req_rate(10s),gpc(3)\n";

  test("memory with its arithmetic, by release", () => {
    const note = hoverIn(table, "stick-t$0able", "3.2.4");
    expect(note).toContain("- entry: 168 bytes (3.2)");
    expect(note).toContain("- stored data: 32 bytes (`bytes_in_cnt 8 + http_req_rate 12 + gpc 12`, rounded up to 8)");
    expect(note).toContain("- key `string`: 64 bytes");
    expect(note).toContain("- 264 bytes × 102,400 entries = **25.8 MiB** when full");
    expect(hoverIn(table, "stick-t$0able", "2.8.1")).toContain("- 240 bytes × 102,400 entries");
    expect(hoverIn(table, "stick-t$0able", "2.6.1")).toContain("- entry: 136 bytes (2.6)");
  });

  test.each([
    'backend st\n stick-t$0able type ip size "$N"\n',
    'backend st\n stick-t$0able type ip size 1k store "$DATA"\n',
    "backend st\n stick-t$0able type ip\n",
    "backend st\n stick-t$0able type ip size 1k store nothing\n",
  ])("no estimate for %j", (text) => {
    expect(hoverAt(text)).not.toContain("an estimate");
  });

  test("stored data types", () => {
    const note = hoverIn(table, "http_req_r$0ate", "3.2.4");
    expect(note).toContain("**`http_req_rate(<period>)`** HTTP requests of the tracked key within the period.");
    expect(note).toContain("- 12 bytes in each entry");
    expect(note).toContain("- Read by `sc_http_req_rate`, `src_http_req_rate`, `table_http_req_rate`");
    expect(hoverIn(table, "gp$0c(3)", "3.2.4")).toContain("- 4 bytes for each element in each entry");
    expect(hoverIn(table, "gp$0c(3)", "2.4.1")).toContain("- **Not in 2.4**: since 2.5");
  });
});
