// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy and Docker
/** Times and sizes as parse_time_err() and parse_size_err() in HAProxy's src/tools.c read them. */
import { describe, expect, test } from "vitest";
import { parseSize, parseTime, timeInWords } from "../../server/src/syntax/values.ts";

describe("times", () => {
  test.each([
    ["0", 0],
    ["1500", 1500],
    ["10ms", 10],
    ["30s", 30_000],
    ["5m", 300_000],
    ["1h", 3_600_000],
    ["2d", 172_800_000],
    ["2000us", 2],
    ["30sec", 30_000],
    ["1h30m", 3_600_000],
    ["10msx", 10],
  ])("%s is %d ms", (text, milliseconds) => {
    expect(parseTime(text)).toBe(milliseconds);
  });

  test.each(["", "s", "-1s", "1.5s", "30S", "1H", "5u", "5w", " 30s", "${T}"])("%j is no time", (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  test.each([
    [0, "0ms"],
    [250, "250ms"],
    [30_000, "30s"],
    [5_400_000, "1h 30m"],
    [90_061_001, "1d 1h"],
    [0.4, "0ms"],
  ])("%d ms reads %s", (milliseconds, words) => {
    expect(timeInWords(milliseconds)).toBe(words);
  });
});

describe("sizes", () => {
  test.each([
    ["0", 0],
    ["100", 100],
    ["1k", 1024],
    ["1K", 1024],
    ["2m", 2 * 1024 ** 2],
    ["1g", 1024 ** 3],
  ])("%s is %d", (text, size) => {
    expect(parseSize(text)).toBe(size);
  });

  test.each(["", "k", "1kb", "1t", "-1", "1.5m"])("%j is no size", (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});
