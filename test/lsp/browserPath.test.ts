/** The stand-ins that a browser gets for Node's paths and addresses answer as Node does. */
import nodePath from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as path from "../../server/src/host/browser/path.ts";
import * as url from "../../server/src/host/browser/url.ts";

const node = nodePath.posix;
const part = fc.constantFrom("", ".", "..", "a", "b.cfg", "conf.d", ".x");
// of a path with two slashes in front nobody says the folder
const some = fc.array(part, { maxLength: 6 }).map((parts) => parts.join("/").replace(/^\/+/, "/"));
const absolute = some.map((one) => `/${one.replace(/^\//, "")}`);

type Name = "normalize" | "dirname" | "basename" | "isAbsolute" | "join" | "resolve" | "relative";

function checkSame(name: Name, ...given: fc.Arbitrary<string>[]): void {
  const ask = (from: unknown, words: readonly string[]) => (from as Record<Name, (...words: readonly string[]) => unknown>)[name](...words);
  fc.assert(
    fc.property(fc.tuple(...given), (words) => {
      expect(ask(path.posix, words)).toBe(ask(node, words));
    }),
  );
}

describe("paths", () => {
  test.each(["normalize", "dirname", "basename", "isAbsolute"] as const)("%s", (name) => checkSame(name, some));
  test("join", () => checkSame("join", some, some));
  test("resolve", () => checkSame("resolve", absolute, some));
  test("relative", () => checkSame("relative", absolute, absolute));
});

test.each(["/etc/haproxy/haproxy.cfg", "/a b/ä#?%41.cfg"])("the address of %s", (file) => {
  expect(url.fileURLToPath(pathToFileURL(file).href)).toBe(file);
  expect(fileURLToPath(url.pathToFileURL(file).href)).toBe(file);
});
