/** `check`: which files are one configuration, and which findings are shown. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { folderFixture, json } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";

const { folder, file } = folderFixture();
const timeouts = "    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n";
const clean = `defaults\n    mode http\n${timeouts}`;
const frontend = "frontend fe\n    bind :80\n    default_backend be\n";
const backend = "backend be\n    server s1 192.0.2.1:80\n";

/** "name:line severity code" of each finding, names without the folder. */
async function findings(...args: string[]): Promise<readonly string[]> {
  const { out, err, code } = await runCli(["check", "--format", "json", ...args]);
  expect([code < 2, err]).toEqual([true, ""]);
  return json(out).findings.map(
    (one: { file: string; line: number; severity: string; code: string }) =>
      `${path.relative(folder(), one.file)}:${one.line} ${one.severity} ${one.code}`,
  );
}

const at = (name: string) => path.join(folder(), name);

describe("files of -f are one configuration", () => {
  beforeAll(() => {
    file("global.cfg", clean);
    file("fe.cfg", frontend);
    file("be.cfg", backend);
    mkdirSync(at("conf.d/deeper"), { recursive: true });
    writeFileSync(at("conf.d/20-fe.cfg"), frontend);
    writeFileSync(at("conf.d/30-be.cfg"), backend);
    writeFileSync(at("conf.d/.hidden.cfg"), "nonsense\n");
    writeFileSync(at("conf.d/notes.txt"), "nonsense\n");
    writeFileSync(at("conf.d/40-more.haproxy"), "nonsense\n");
    writeFileSync(at("conf.d/deeper/deep.cfg"), "nonsense\n");
  });

  test("names declared in one file are known in another", async () => {
    expect(await findings("-f", at("global.cfg"), "-f", at("fe.cfg"), "-f", at("be.cfg"))).toEqual([]);
    expect(await findings(at("fe.cfg"))).toContain("fe.cfg:3 error undefined-backend");
  });

  test("defaults hold only for what comes later: the order counts", async () => {
    const found = await findings("-f", at("fe.cfg"), "-f", at("be.cfg"), "-f", at("global.cfg"));
    expect(found).toEqual(["fe.cfg:1 warning missing-timeout", "be.cfg:1 warning missing-timeout"]);
  });

  test("a directory gives its own *.cfg that are not hidden, in lexical order, as HAProxy loads them", async () => {
    expect(await findings("-f", at("global.cfg"), "-f", at("conf.d"))).toEqual([]);
    writeFileSync(at("conf.d/10-bad.cfg"), "defaults\n    no_such_keyword\n");
    expect(await findings("-f", at("conf.d"))).toEqual([
      "conf.d/10-bad.cfg:2 error unknown-keyword",
      "conf.d/20-fe.cfg:1 warning missing-timeout",
      "conf.d/30-be.cfg:1 warning missing-timeout",
    ]);
  });

  test("the release comes from a comment in any of them", async () => {
    const old = file("old.cfg", "# haproxy: 2.4\nglobal\n    cpu-policy performance\n");
    expect(await findings("-f", at("global.cfg"), "-f", old)).toEqual([
      "old.cfg:1 information ended-branch",
      "old.cfg:3 error not-in-release",
    ]);
    expect(await findings("--release", "3.2", "-f", at("global.cfg"), "-f", old)).toEqual([]);
  });

  test("standard input may be one of them", async () => {
    const { out } = await runCli(["check", "--format", "json", "-f", at("global.cfg"), "-f", at("fe.cfg"), "-f", "-"], backend);
    expect(json(out).findings).toEqual([]);
  });
});

describe("files and directories without -f", () => {
  test("a directory stands for every configuration below it, each on its own", async () => {
    for (const name of [
      "tree/b/one.cfg",
      "tree/b/two.haproxy",
      "tree/a.cfg",
      "tree/node_modules/x.cfg",
      "tree/.git/x.cfg",
      "tree/b/x.conf",
    ]) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), "nonsense\n");
    }
    symlinkSync(at("tree"), at("tree/b/again"));
    symlinkSync(at("tree/a.cfg"), at("tree/c.cfg"));
    const names = (await findings(at("tree"))).map((found) => found.split(":")[0]);
    expect([...new Set(names)]).toEqual(["tree/a.cfg", "tree/b/one.cfg", "tree/b/two.haproxy", "tree/c.cfg"]);
  });

  test("standard input", async () => {
    const { code, out } = await runCli(["check", "--format", "json", "-"], "nonsense\n");
    expect(code).toBe(1);
    expect(json(out).findings[0]).toMatchObject({ file: "-", line: 1 });
  });

  test.each([
    [[], "check needs a file"],
    [["/nonexistent.cfg"], "cannot read /nonexistent.cfg: no such file"],
    [["-f", "/nonexistent.d", "-"], "cannot read /nonexistent.d: no such file"],
    [["--format", "xml", "x"], '--format "xml" is not known; give text, json, sarif, github or checkstyle'],
    [["--min-severity", "fatal", "x"], '--min-severity "fatal" is not known; give error, warning, information or hint'],
    [["--only", "smal-time", "x"], '--only "smal-time" is no lint or advisory; did you mean "small-time"?'],
    [["--ignore", "small-time,qqqqqq", "x"], '--ignore "qqqqqq" is no lint or advisory; "haproxy-sleuth lints" lists them'],
    [["--only", "", "x"], '--only "" is no lint'],
    [["--features", "+", "x"], '--features "+" names no feature'],
    [["--dry-run", "x"], "--dry-run goes with --fix"],
    [["--fix", "--dry-run", "--format", "json", "x"], "--dry-run prints a diff"],
    [["--fix", "-"], "--fix cannot change standard input"],
  ])("%j is refused with what would be right", async (args, words) => {
    const { code, out, err } = await runCli(["check", ...args]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
  });

  test("a directory without a configuration is no silence", async () => {
    mkdirSync(at("empty"));
    expect(await runCli(["check", at("empty")])).toMatchObject({
      code: 2,
      err: expect.stringContaining("holds no *.cfg or *.haproxy file"),
    });
    expect((await runCli(["check", at("empty"), "--lang", "zh-cn"])).err).toContain("*.cfg或*.haproxy");
    expect(await runCli(["check", "-f", at("empty")])).toMatchObject({ code: 2, err: expect.stringContaining("holds no *.cfg file") });
  });
});

describe("what is shown", () => {
  const mixed = "# haproxy: 3.0.2\nglobal\n    lua-load /x.lua\nfrontend fe\n    mode http\n    bind :80\n    default_backend nope\n";
  const codes = async (...args: string[]) => {
    const { code, out } = await runCli(["check", "--format", "json", ...args, "-"], mixed);
    const found = json(out).findings.map((one: { severity: string; code: string }) => `${one.severity} ${one.code}`);
    expect(code).toBe(found.length === 0 ? 0 : 1);
    return found;
  };
  const all = ["information lua-ctx-renew-abort", "warning missing-timeout", "error undefined-backend"];

  test("everything at first", async () => expect(await codes()).toEqual(expect.arrayContaining(all)));

  test("--min-severity leaves out what is milder, also for the exit code", async () => {
    expect(await codes("--min-severity", "error")).toEqual(["error undefined-backend"]);
    expect(await codes("--min-severity", "warning")).toEqual(all.slice(1));
    expect(await codes("--min-severity", "information")).toEqual(expect.arrayContaining(all));
    expect(await codes("--min-severity", "error", "--ignore", "undefined-backend")).toEqual([]);
  });

  test("--features say how HAProxy was built", async () => {
    const name = file("quic.cfg", `${clean}frontend fe\n    bind quic4@:443 ssl crt /etc/haproxy/site.pem\n`);
    expect(await findings("--release", "3.2", "--only", "quic-library", name)).toEqual([]);
    expect(await findings("--release", "3.2", "--only", "quic-library", "--features", "+LUA -QUIC", name)).toEqual([
      "quic.cfg:7 error quic-library",
    ]);
  });

  test("--only and --ignore take codes of lints, ids and other names of advisories", async () => {
    expect(await codes("--only", "missing-timeout")).toEqual(["warning missing-timeout"]);
    expect(await codes("--only", "missing-timeout, undefined-backend")).toEqual(["warning missing-timeout", "error undefined-backend"]);
    expect(await codes("--only", "lua-ctx-renew-abort", "--only", "undefined-backend")).toHaveLength(2);
    const left = await codes("--ignore", "UNDEFINED-BACKEND,missing-timeout");
    expect(left).toContain("information lua-ctx-renew-abort");
    expect(left).not.toContain("error undefined-backend");
    expect(await codes("--only", "#2611")).toEqual([]);
  });
});

describe("lints and their pages", () => {
  test("lints names every code with its severity and one line", async () => {
    const { code, out } = await runCli(["lints"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^small-time +warning +\S.*\.$/m);
    expect(out).toMatch(/^stick-table-kill-race +warning +\S/m);
    const { lints } = json((await runCli(["lints", "--format", "json"])).out);
    expect(out.trimEnd().split("\n")).toHaveLength(lints.length);
    expect(Object.keys(lints[0])).toEqual(["code", "kind", "severity", "summary"]);
    expect((await runCli(["lints", "--lang", "zh-cn"])).out).toMatch(/^small-time .*[\u4e00-\u9fff]/m);
  });

  test("every one of them has a page", async () => {
    for (const { code } of json((await runCli(["lints", "--format", "json"])).out).lints) {
      const page = await runCli(["explain", code]);
      expect([page.code, page.err, page.out.startsWith("# ")], code).toEqual([0, "", true]);
      expect(page.out, code).not.toMatch(/^#-/m);
    }
  });

  test("lints takes no names", async () => expect(await runCli(["lints", "small-time"])).toMatchObject({ code: 2, out: "" }));
});
