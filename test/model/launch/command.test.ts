/** The command that starts HAProxy: which configurations its words and variables name. */
import { describe, expect, test } from "vitest";
import { argumentsOf, commandWords, configPaths } from "../../../server/src/model/launch/launch.ts";

/** Paths of -f in a command, undefined where HAProxy is not started or a path is not known. */
function pathsOf(command: string, variables: Record<string, string> = {}) {
  const words = argumentsOf(commandWords(command, new Map(Object.entries(variables))));
  return words && configPaths(words);
}

describe("a command", () => {
  test.each([
    ["haproxy -f a.cfg -f conf.d", ["a.cfg", "conf.d"]],
    ["/usr/sbin/haproxy -Ws -f '/etc/my folder/a.cfg' -p /run/x.pid -f \"b.cfg\"", ["/etc/my folder/a.cfg", "b.cfg"]],
    ["haproxy -D -- one.cfg two.cfg", ["one.cfg", "two.cfg"]],
    ["/bin/sh -c 'exec haproxy -W -f a.cfg -f b.cfg'", ["a.cfg", "b.cfg"]],
    ["haproxy -C /etc/haproxy -f a.cfg -f /b.cfg", ["/etc/haproxy/a.cfg", "/b.cfg"]],
    ["haproxy-3.2 -vv", []],
    ["haproxy -f a\\ b.cfg -f", ["a b.cfg"]],
  ])("%s", (command, paths) => expect(pathsOf(command)).toEqual(paths));

  test("is not HAProxy's where another program is started", () => {
    expect(pathsOf("nginx -f /etc/haproxy/haproxy.cfg")).toBeUndefined();
    expect(pathsOf("haproxy_exporter -f x")).toBeUndefined();
  });

  test("has its variables put in; without quotes they are several words", () => {
    const variables = { CONFIG: "/etc/a.cfg", EXTRAOPTS: "-f /etc/b.cfg -S /run/s" };
    expect(pathsOf("haproxy -f $CONFIG $EXTRAOPTS", variables)).toEqual(["/etc/a.cfg", "/etc/b.cfg"]);
    expect(pathsOf(`haproxy -f "\${CONFIG}" -p $PIDFILE`, variables)).toEqual(["/etc/a.cfg"]);
    expect(pathsOf(`haproxy -f \${OTHER:-/etc/c.cfg}`, variables)).toEqual(["/etc/c.cfg"]);
  });

  test("with a path that nobody knows tells nothing", () => {
    expect(pathsOf("haproxy -f /etc/$NAME/a.cfg -f b.cfg")).toBeUndefined();
    expect(pathsOf("haproxy -f /etc/haproxy/%i.cfg -f b.cfg")).toBeUndefined();
  });
});
