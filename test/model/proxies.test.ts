/** What proxies inherit, and which proxies a stream passes. */
import { describe, expect, test } from "vitest";
import { effectiveStatements, pathsBetween, proxiesOf } from "../../server/src/model/proxies/proxies.ts";
import { missingLimit, timeoutsOf } from "../../server/src/model/proxies/timeouts.ts";
import { modelFrom, modelFromFiles } from "../support/configText.ts";

/** "frontend fe: client 5s; tunnel 1h" */
function timeouts(text: string): string {
  return modelFrom(text)
    .proxies.map(
      (proxy) =>
        `${proxy.name}: ${timeoutsOf(proxy)
          .map(({ name, milliseconds }) => `${name} ${milliseconds}`)
          .join(", ")}`,
    )
    .join("\n");
}

/** Names of the proxies that a stream through the first proxy may pass. */
function paths(text: string): string {
  const { proxies } = modelFrom(text);
  const [passed = []] = pathsBetween(proxies).values();
  return passed.map(({ name }) => name).join(" ");
}

describe("defaults", () => {
  test("the last section before the proxy counts, named or not", () => {
    expect(
      timeouts(
        "defaults\n timeout client 1s\nfrontend a\ndefaults two\n timeout client 2s\nfrontend b\ndefaults\n timeout tunnel 3s\nbackend c\n",
      ),
    ).toBe("a: client 1000\nb: client 2000\nc: tunnel 3000");
  });

  test("`from` takes a named one and nothing else", () => {
    expect(
      timeouts("defaults one\n timeout client 1s\n timeout tunnel 9s\ndefaults two\n timeout client 2s\nfrontend a from one\nfrontend b\n"),
    ).toBe("a: client 1000, tunnel 9000\nb: client 2000");
  });

  test("a chain of named ones, the nearest wins", () => {
    expect(
      timeouts("defaults one\n timeout client 1s\n timeout tunnel 9s\ndefaults two from one\n timeout client 2s\nfrontend a from two\n"),
    ).toBe("a: client 2000, tunnel 9000");
  });

  test("an anonymous section with `from` is not named from", () => {
    expect(timeouts("defaults one\n timeout client 1s\ndefaults from one\n timeout server 2s\nlisten a\nlisten b from from\n")).toBe(
      "a: server 2000, client 1000\nb: ",
    );
  });

  test("an unknown name inherits nothing", () => {
    expect(timeouts("defaults\n timeout client 1s\nfrontend a from nobody\n")).toBe("a: ");
  });

  test("a proxy's own statement is in force before an inherited one", () => {
    expect(timeouts("defaults\n timeout client 1s\nfrontend a\n timeout client 7s\n")).toBe("a: client 7000");
  });

  test("defaults reach over to the next file", () => {
    const { proxies } = modelFromFiles(["defaults\n timeout client 1s\n", "frontend a\n"]);
    expect(proxies.flatMap((proxy) => effectiveStatements(proxy).map(({ uri }) => uri))).toEqual(["file:///0.cfg"]);
  });

  test("peers, resolvers and userlists are no proxies", () => {
    expect(modelFrom("peers p\n table t\nresolvers r\nuserlist u\nlisten l\n").proxies.map(({ name }) => name)).toEqual(["l"]);
  });
});

describe("timeouts", () => {
  test("variables and words that are no time have no length; checks concern no stream", () => {
    expect(timeouts('frontend a\n timeout client "$T"\n timeout http-request soon\n timeout check 9h\n no timeout tunnel 5s\n')).toBe(
      "a: client undefined, http-request undefined",
    );
  });

  test.each([
    ["frontend a\n", "client"],
    ["frontend a\n timeout client 1s\n", undefined],
    ["backend a\n server s 192.0.2.1:80\n", "server"],
    ["backend a\n server-template s 3 192.0.2.1:80\n", "server"],
    ["backend a\n", undefined],
    ["listen a\n timeout client 1s\n server s 192.0.2.1:80\n", "server"],
    ["listen a\n timeout client 1s\n timeout server 1s\n server s 192.0.2.1:80\n", undefined],
  ])("%j lacks %s", (text, missing) => {
    const [proxy] = modelFrom(text).proxies;
    expect(proxy && missingLimit(proxy)).toBe(missing);
  });
});

describe("paths", () => {
  test.each([
    ["frontend f\n default_backend b\nbackend b\nbackend c\n", "f b"],
    ["frontend f\n use_backend c if { path /x }\n default_backend b\nbackend b\nbackend c\nbackend d\n", "f b c"],
    ["frontend f\n use_backend %[req.hdr(host),lower]\nbackend b\nbackend c\n", "f b c"],
    ['frontend f\n use_backend "$TARGET"\nbackend b\n', "f b"],
    ["defaults\n default_backend b\nfrontend f\nbackend b\n", "f b"],
    ["frontend f\n default_backend l\nlisten l\n", "f l"],
    ["frontend f\nfrontend g\n default_backend f\n", "f"],
    ["backend b\nfrontend f\n default_backend b\nfrontend g\n", "b f"],
  ])("%j: %s", (text, names) => {
    expect(paths(text)).toBe(names);
  });
});
