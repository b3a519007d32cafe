/** `check --fix`: what is changed, what is left alone, and the diff of --dry-run. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configFindings } from "../../server/src/features/configFindings.ts";
import { fixedText, safeFixes } from "../../server/src/features/fixes/fixes.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { folderFixture } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";
import { releaseFrom } from "../support/configText.ts";

const { file, folder } = folderFixture();

/** The text with all its safe fixes, after the promise on each finding was checked. */
function fixed(text: string, release = "3.2.4"): string {
  const options = { release: releaseFrom(release), ignored: [] };
  const model = modelOf([readConfig("a.cfg", text)]);
  const findings = configFindings(model, options);
  const fixes = safeFixes(model, findings, options);
  const [config] = model.files;
  const result = config === undefined ? text : fixedText(config, fixes);
  // lines move with some fixes: then only the codes can be compared
  const moves = fixes.some(({ changes }) => changes.some(({ from, to, text: put }) => from.line !== to.line || put.includes("\n")));
  const nameOf = ({ line, code }: { line: number; code: string }) => (moves ? code : `${line} ${code}`);
  const left = findings.map(nameOf);
  for (const fix of fixes) left.splice(left.indexOf(nameOf(fix)), 1);
  const after = configFindings(modelOf([readConfig("a.cfg", result)]), options).map(nameOf);
  for (const one of new Set(after)) expect(timesIn(after, one), one).toBeLessThanOrEqual(timesIn(left, one));
  expect(after.length).toBeLessThanOrEqual(findings.length - fixes.length);
  return result;
}

function timesIn(list: readonly string[], one: string): number {
  return list.filter((other) => other === one).length;
}

describe("safe fixes", () => {
  test.each([
    ["a line feed at the end", "global\n    daemon", "global\n    daemon\n"],
    ["with the line end of the file", "global\r\n    daemon", "global\r\n    daemon\r\n"],
    ["after a lone carriage return", "global\r\n    daemon\r", "global\r\n    daemon\r\n"],
    ["clitimeout", "defaults\n\tclitimeout  5000 # why\n", "defaults\n\ttimeout client  5000 # why\n"],
    ["contimeout", "backend be\n    contimeout 5s\n", "backend be\n    timeout connect 5s\n"],
    ["srvtimeout", "listen l\n    bind :1\n    srvtimeout 5s\n", "listen l\n    bind :1\n    timeout server 5s\n"],
    ["a small time", "defaults\n    timeout client 30\n", "defaults\n    timeout client 30ms\n"],
    [
      "an option with a new name",
      "frontend fe\n    mode http\n    bind :1\n    timeout client 5s\n    no option accept-invalid-http-request\n",
      "frontend fe\n    mode http\n    bind :1\n    timeout client 5s\n    no option accept-unsafe-violations-in-http-request\n",
    ],
    ["an option with another name", "defaults\n    mode http\n    option forceclose\n", "defaults\n    mode http\n    option httpclose\n"],
    ["a time with too long a unit", "defaults\n    timeout client 30secs\n", "defaults\n    timeout client 30s\n"],
    [
      "block, where no other rule stands above",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    block if { src 192.0.2.1 }\n",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    http-request deny if { src 192.0.2.1 }\n",
    ],
    [
      "rules in the order of HAProxy, with their comments",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    # last\n    default_backend b\n    use_backend b if TRUE\n    # why\n    http-request deny if { src 192.0.2.1 }\nbackend b\n    mode http\n",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    # last\n    default_backend b\n    # why\n    http-request deny if { src 192.0.2.1 }\n    use_backend b if TRUE\nbackend b\n    mode http\n",
    ],
    [
      "an ACL that is declared too late",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    http-request deny if a\n    acl a src 192.0.2.1\n    acl a src 192.0.2.2\n",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    acl a src 192.0.2.1\n    acl a src 192.0.2.2\n    http-request deny if a\n",
    ],
    [
      "a server that is there twice",
      "backend b\n    server s 192.0.2.1:80\n    server s  192.0.2.1:80\n    timeout connect 5s\n    timeout server 5s\n",
      "backend b\n    server s 192.0.2.1:80\n    timeout connect 5s\n    timeout server 5s\n",
    ],
    [
      "headers of a health check",
      "backend b\n    option httpchk GET /ok HTTP/1.1\\r\\nHost:\\ a.example\\r\\nX-A:\\ 5%\n",
      "backend b\n    option httpchk\n    http-check send meth GET uri /ok ver HTTP/1.1 hdr Host a.example hdr X-A 5%%\n",
    ],
    [
      "a content type without content",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    http-request return status 200 content-type a/b\n",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    http-request return status 200\n",
    ],
    ["a global with a new name", "global\n    tune.ssl.capture-cipherlist-size 100\n", "global\n    tune.ssl.capture-buffer-size 100\n"],
  ])("%s", (_, before, after) => expect(fixed(before)).toBe(after));

  test.each([
    ["a file that ends", "global\n    daemon\n"],
    ["an empty file", ""],
    ["a successor that would be a finding itself", "defaults\n    clitimeout 30\n"],
    ["a successor that the section already has", "defaults\n    clitimeout 5s\n    timeout client 9s\n"],
    ["the same old word twice", "defaults\n    clitimeout 5s\n    clitimeout 9s\n"],
    ["a word in quotes", 'defaults\n    "clitimeout" 5s\n'],
    ["a value that is none", "defaults\n    clitimeout soon\n"],
    ["a section that knows neither word", "global\n    clitimeout 5s\n"],
    [
      "block behind another rule",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    http-request set-header a b\n    block if { src 192.0.2.1 }\n",
    ],
    [
      "an ACL whose declaration would come behind its use",
      "frontend f\n    bind :1\n    mode http\n    timeout client 1s\n    use_backend b if TRUE\n    acl a src 192.0.2.1\n    http-request deny if a\nbackend b\n    mode http\n",
    ],
    ["words with no successor of the same meaning", "defaults\n    reqrep a b\n    redispatch\n"],
  ])("leave alone: %s", (_, text) => expect(fixed(text)).toBe(text));

  test("an old release keeps its words", () => {
    const text = "frontend fe\n    mode http\n    bind :1\n    timeout client 30\n    option accept-invalid-http-request\n";
    expect(fixed(text, "2.8.10")).toBe(text);
  });

  test("a fix that does not hold does not take the others with it", () => {
    expect(fixed("defaults\n    clitimeout 30\n    srvtimeout 5s\n    timeout connect 7\n    mode http")).toBe(
      "defaults\n    clitimeout 30\n    timeout server 5s\n    timeout connect 7ms\n    mode http\n",
    );
  });

  test("every fix ends its finding and adds none, whatever stands around it", () => {
    const line = fc.constantFrom(
      ...["defaults", "frontend fe", "backend be", "listen li", "global", "defaults named"],
      ...[
        "    clitimeout 5s",
        "    srvtimeout 50",
        "    contimeout 9000",
        "    timeout client 30",
        "    timeout server 5s",
        "    timeout connect 7",
      ],
      ...["    no clitimeout 5", "    clitimeout", "    option accept-invalid-http-request", "    option accept-invalid-http-response"],
      ...["    option accept-unsafe-violations-in-http-request", "    tune.ssl.capture-cipherlist-size 1", "    mode http", "    mode tcp"],
      ...[".if defined(X)", ".endif", "    bind :80", "    server s 192.0.2.1:80 check inter 5", "", "\r", "    timeout client 3 # c"],
      ...[
        "    block if { src 192.0.2.1 }",
        "    option forceclose",
        "    use_backend be",
        "    http-request deny if a",
        "    acl a src 192.0.2.1",
      ],
      ...[
        "    option httpchk GET / HTTP/1.1\\r\\nHost:\\ a.example",
        "    timeout client 30sec",
        "    # c",
        "    nbproc 1",
        "    maxconn 10x",
      ],
      ...["    http-request return content-type a/b", "    acl b path_beg -m str /x", "    tcp-request connection reject if a"],
      ...["    stick-table type ip size 1k expire 30s store gpc0", "    http-request track-sc0 src", '    log "', "    lua-load /a.lua"],
    );
    const release = fc.constantFrom("unknown", "2.4.20", "2.9.4", "3.0.2", "3.2.4", "3.4.0");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), fc.boolean(), release, (lines, ends, of) => {
        let text = lines.join("\n") + (ends ? "\n" : "");
        // two fixes of one line come one after the other, and then there is nothing left
        let before: string | undefined;
        let passes = 0;
        for (; before !== text; passes++) {
          before = text;
          text = fixed(text, of);
        }
        expect(passes).toBeLessThanOrEqual(lines.length + 2);
      }),
      { numRuns: 300 },
    );
  });
});

describe("--fix", () => {
  const before = "defaults\n    timeout client 30\n    nonsense";
  const after = "defaults\n    timeout client 30ms\n    nonsense\n";

  test("writes the file and shows what is left", async () => {
    const place = file("fix.cfg", before);
    const { code, out, err } = await runCli(["check", "--release", "3.2", "--fix", place]);
    expect(readFileSync(place, "utf8")).toBe(after);
    expect([code, err]).toEqual([1, "2 findings fixed\n1 finding: 1 error\n"]);
    expect(out).toContain("error[unknown-keyword]");
    expect((await runCli(["check", "--release", "3.2", "--fix", place])).err).toBe("nothing fixed\n1 finding: 1 error\n");
  });

  test("ends with 0 when nothing is left, and only changes what --only lets through", async () => {
    const place = file("only.cfg", "defaults\n    timeout client 30");
    expect(await runCli(["check", "--release", "3.2", "--fix", "--only", "small-time", place])).toMatchObject({ code: 0, out: "" });
    expect(readFileSync(place, "utf8")).toBe("defaults\n    timeout client 30ms");
  });

  test("names in Lua scripts that changed are put right, in scripts of the configuration's own folder", async () => {
    const script = (call: string) => `core.register_action("a", { "http-req" }, function(txn)\n    txn:${call}(1)\nend)\n`;
    const near = file("near.lua", script("set_mark"));
    const place = file("lua.cfg", "global\n    tune.lua.bool-sample-conversion normal\n    lua-load near.lua\n");
    const only = ["--release", "3.2", "--only", "lua-deprecated"];
    const shown = await runCli(["check", ...only, "--fix", "--dry-run", place]);
    expect(shown.out).toContain("-    txn:set_mark(1)\n+    txn:set_fc_mark(1)\n");
    expect(readFileSync(near, "utf8")).toBe(script("set_mark"));
    expect(await runCli(["check", ...only, "--fix", place])).toMatchObject({ code: 0, out: "", err: "1 finding fixed\nno findings\n" });
    expect(readFileSync(near, "utf8")).toBe(script("set_fc_mark"));
  });

  test("a script of somebody else is left as it is", async () => {
    const far = file("far.lua", 'core.register_action("a", { "http-req" }, function(txn)\n    txn:set_mark(1)\nend)\n');
    mkdirSync(path.join(path.dirname(far), "own"), { recursive: true });
    const place = path.join(path.dirname(far), "own", "lua.cfg");
    writeFileSync(place, `global\n    lua-load ${far}\n`);
    const { err } = await runCli(["check", "--release", "3.2", "--only", "lua-deprecated", "--fix", place]);
    expect(err).toContain("nothing fixed");
    expect(readFileSync(far, "utf8")).toContain("txn:set_mark(1)");
  });

  test("a file in two configurations is fixed once", async () => {
    const place = file("twice.cfg", before);
    expect((await runCli(["check", "--release", "3.2", "--fix", "-f", place, place])).err).toBe("2 findings fixed\n2 findings: 2 errors\n");
    expect(readFileSync(place, "utf8")).toBe(after);
  });

  test("bytes that are not UTF-8 are never lost", async () => {
    const bytes = Buffer.concat([Buffer.from("# caf"), Buffer.from([0xe9]), Buffer.from("\nglobal\n    daemon")]);
    const place = file("latin1.cfg", bytes);
    expect(await runCli(["check", "--fix", place])).toMatchObject({ code: 2, err: expect.stringContaining("it is not UTF-8") });
    expect(readFileSync(place)).toEqual(bytes);
  });

  test("one unreadable file among good ones: nothing is written", async () => {
    const place = file("good.cfg", before);
    expect(await runCli(["check", "--fix", place, "/nonexistent.cfg"])).toMatchObject({ code: 2, out: "" });
    expect(readFileSync(place, "utf8")).toBe(before);
  });

  test.skipIf(process.getuid?.() === 0)("a file that may not be written", async () => {
    const place = file("readonly.cfg", before);
    chmodSync(place, 0o444);
    expect(await runCli(["check", "--fix", place])).toMatchObject({ code: 2, err: expect.stringContaining("permission denied") });
  });
});

describe("--fix --dry-run", () => {
  const lines = Array.from({ length: 30 }, (_, i) => `    # ${i}`);
  const long = ["defaults", "    timeout client 30", ...lines, "    timeout server 30", "    mode http"].join("\n");

  test("prints a diff and changes nothing", async () => {
    const place = file("dry.cfg", "defaults\n    timeout client 30\n    mode http");
    const { code, out, err } = await runCli(["check", "--release", "3.2", "--fix", "--dry-run", place]);
    expect([code, err]).toEqual([1, "2 findings: 1 error, 1 warning; --fix would end 2\n"]);
    expect(out).toBe(
      `--- ${place}\n+++ ${place}\n@@ -1,3 +1,3 @@\n defaults\n-    timeout client 30\n-    mode http\n\\ No newline at end of file\n+    timeout client 30ms\n+    mode http\n`,
    );
    expect(readFileSync(place, "utf8")).toBe("defaults\n    timeout client 30\n    mode http");
  });

  test("says nothing on a file without fixes", async () => {
    expect(await runCli(["check", "--fix", "--dry-run", file("none.cfg", "")])).toEqual({
      code: 0,
      out: "",
      err: "no findings; --fix would end 0\n",
    });
  });

  test("works on standard input", async () => {
    expect((await runCli(["check", "--fix", "--dry-run", "-"], "global\n    daemon")).out).toContain("+    daemon\n");
  });

  test.each([
    ["lines far apart and a missing line feed", long],
    ["CRLF", `${long.replaceAll("\n", "\r\n")}\r\n`],
  ])("git applies it to what --fix writes: %s", async (_, text) => {
    const place = file("patched.cfg", text);
    const { out } = await runCli(["check", "--release", "3.2", "--fix", "--dry-run", place]);
    const patch = out.replaceAll(place, path.basename(place));
    const applied = spawnSync("git", ["apply", "-p0", "--whitespace=nowarn"], { cwd: folder(), input: patch, encoding: "utf8" });
    expect([applied.status, applied.stderr]).toEqual([0, ""]);
    const other = file("fixed.cfg", text);
    await runCli(["check", "--release", "3.2", "--fix", other]);
    expect(readFileSync(place, "utf8")).toBe(readFileSync(other, "utf8"));
    expect(readFileSync(place, "utf8")).not.toBe(text);
  });
});
