/** What HAProxy says of a configuration: its formats, the places, and how it stands beside our own findings. */
import { describe, expect, test } from "vitest";
import { configFindings } from "../../server/src/features/configFindings.ts";
import type { Finding } from "../../server/src/features/finding.ts";
import { followed, joined } from "../../server/src/features/validate/beside.ts";
import { haproxyFindings } from "../../server/src/features/validate/findings.ts";
import { readHaproxyOutput } from "../../server/src/features/validate/output.ts";
import { verdictOf } from "../../server/src/features/validate/verdict.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readReleaseInUse, releaseInUse } from "../../server/src/model/releaseInUse.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { checkValidation, validationOf } from "../support/checkValidation.ts";

const branches = ["2.6", "3.0", "3.2", "3.4"];
const releases: Readonly<Record<string, string>> = { "2.6": "2.6.12", "3.0": "3.0.11", "3.2": "3.2.26", "3.4": "3.4.7" };

describe.each(branches)("output of %s", (branch) => {
  test("stands at the lines and words that it names", () => {
    checkValidation(["refused"], `refused-${branch}`, 1, [
      "error refused.cfg:2 nbproc 2: nbproc is not supported any more since HAProxy 2.5.",
      "error refused.cfg:3 maxcon: unknown keyword 'maxcon' in 'global' section",
      "error refused.cfg:8 foo: 'bind :8080' in section 'frontend': unknown keyword 'foo'; did you mean 'tfo' maybe ?",
      "error refused.cfg:9 /nonexistent/site.pem: 'bind :8081' in section 'frontend' : unable to stat",
      "error refused.cfg:10 pathh: error detected while parsing ACL 'a' : unknown fetch method 'pathh'",
      "error refused.cfg:11 a: error detected while parsing switching rule : no such ACL : 'a'.",
      "error refused.cfg:12 denny: 'http-request' expects 'wait-for-handshake', 'ot-group', 'set-",
    ]);
    const list = validationOf(["refused"], `refused-${branch}`, 1).verdict.findings.at(-1)?.message;
    expect(list).toContain("… but got 'denny'. Did you mean 'deny' maybe ?");
  });

  test("without a line stands at the statement or section that it names", () => {
    const { verdict } = validationOf(["unplaced"], `unplaced-${branch}`, 1);
    const lines = verdict.findings.map(({ line, message }) => `${line + 1} ${message.split("\n")[0]}`);
    expect(lines).toContain("6 Proxy 'web': unable to find required use_backend: 'z'.");
    expect(lines).toContain("3 missing timeouts for frontend 'web'.");
    if (branch !== "3.4") expect(lines).toContain("12 missing timeouts for frontend 'tcp'.");
    const timeouts = verdict.findings.find(({ message }) => message.startsWith("missing timeouts"));
    expect(timeouts?.message).toMatch(
      /\nWhile not properly invalid.*\nwith such.*\ntimeouts are set to a non-zero value: 'client', 'connect', 'server'\.$/,
    );
    expect(verdict.message).toMatch(/^HAProxy \S+ refuses the configuration: 1 error, [46] warnings$/);
    expect(verdict.release).toBe(releases[branch]);
  });

  test("of zero-warning stands at the statement that makes warnings fatal", () => {
    const { verdict } = validationOf(["zero-warning"], `zero-warning-${branch}`, 1);
    expect(verdict.findings.at(-1)).toMatchObject({ line: 1, severity: "error", code: "haproxy-alert", source: "haproxy" });
    expect(verdict).toMatchObject({ state: "refused", errors: 1, warnings: 2 });
  });

  test("on files that are missing", () => {
    checkValidation(["files"], `files-${branch}`, 1, [
      "error files.cfg:11 /no/ca.pem: 'server app/s2' : Couldn't open the ca-file '/no/ca.pem'",
      "error files.cfg:11 ca-file: 'ca-file' : unable to load /no/ca.pem.",
    ]);
  });

  test("of several files stands in the right one", () => {
    const { verdict } = validationOf(["unplaced", "second"], `two-${branch}`, 1);
    const second = verdict.findings.filter(({ uri }) => uri.endsWith("second.cfg"));
    expect(second[0]).toMatchObject({ line: 0, severity: "error" });
    expect(second[0]?.message).toContain("declared at unplaced.cfg:10");
    expect(verdict.findings.filter(({ uri }) => uri.endsWith("unplaced.cfg")).map(({ line }) => line + 1)).toEqual([7, 8, 9]);
  });

  test("with warnings only, and with nothing at all", () => {
    checkValidation(["warned"], `warned-${branch}`, 0, [
      "warning warned.cfg:10 http-request: a 'http-request' rule placed after a 'redirect' rule will still be processed before.",
    ]);
    expect(validationOf(["warned"], `warned-${branch}`, 0).verdict).toMatchObject({ state: "warnings", errors: 0, warnings: 1 });
    expect(validationOf(["unlistened"], `unlistened-${branch}`, 2).verdict).toMatchObject({ state: "unlistened", findings: [] });
  });
});

describe("reading", () => {
  const read = (output: string, ...paths: string[]) => readHaproxyOutput(output, paths.length === 0 ? ["a.cfg"] : paths).messages;

  test("takes prefixes with and without a date, and with and without the subject", () => {
    const expected = [{ level: "alert", text: "no such", at: { file: 0, line: 2 } }];
    expect(read("[ALERT]    (7) : parsing [a.cfg:3] : no such\n")).toEqual(expected);
    expect(read("[ALERT] 123/101112 (7) : parsing [a.cfg:3]: no such\r\n")).toEqual(expected);
    expect(read("[ALERT]    (7) : config : [a.cfg:3] : no such")).toEqual(expected);
  });

  test("tells files apart whose names end alike, and takes any characters in them", () => {
    expect(read("[ALERT] (7) : parsing [/x/a.cfg:3] : x", "a.cfg", "/x/a.cfg")[0]?.at).toEqual({ file: 1, line: 2 });
    expect(read("[ALERT] (7) : parsing [/x y]/$& [1].cfg:4] : x", "/x y]/$& [1].cfg")[0]).toMatchObject({
      at: { file: 0, line: 3 },
      text: "x",
    });
    expect(read("[ALERT] (7) : parsing [b.cfg:4] : x")[0]).toMatchObject({ at: undefined, text: "parsing [b.cfg:4] : x" });
  });

  test("takes errors that come as one message one by one", () => {
    const lines = read("[ALERT]    (7) : config : parsing [a.cfg:3] : one\nparsing [a.cfg:5] : two\n   | more\n\nSome words of a script\n");
    expect(lines.map(({ text, at }) => [at?.line, text])).toEqual([
      [2, "one"],
      [4, "two\nmore"],
    ]);
  });

  test("leaves out notices on the start and the ends of a run", () => {
    expect(read("[NOTICE]   (7) : New worker (9) forked\n[ALERT] (7) : Fatal errors found in configuration.\n")).toEqual([]);
    expect(read("[NOTICE]   (7) : config : parsing [a.cfg:1] : 'hello'.")).toHaveLength(1);
  });

  test("never throws, and keeps to the lines that there are", () => {
    const file = readConfig("a.cfg", "frontend x\n");
    const found = haproxyFindings(
      read("[ALERT] (7) : parsing [a.cfg:99999] : x\n[ALERT] (7) : parsing [a.cfg:0] : y\n[ALERT] (7) : "),
      [file],
      ["a.cfg"],
    );
    expect(found.map(({ line }) => line)).toEqual([1, 0, 0]);
  });

  test.each([
    ["[WARNING] (7) : config : Removing incomplete section 'peers mine' (no peer named 'x').", 0],
    ["[WARNING] (7) : config : log format ignored for proxy 'web' since it has no log address.", 2],
    ["[ALERT] (7) : config : server app/s1 : cannot do that", 5],
    ["[WARNING] (7) : backend 'nowhere' is odd", 0],
  ])("%s", (output, line) => {
    const file = readConfig("a.cfg", "peers mine\n  peer y 127.0.0.1:1\nlisten web\n  bind :1\nbackend app\n  server s1 127.0.0.1:2\n");
    expect(haproxyFindings(read(output), [file], ["a.cfg"]).map((finding) => finding.line)).toEqual([line]);
  });
});

describe("verdicts", () => {
  const file = readConfig("a.cfg", "global\n");
  const verdict = (code: number, output: string, banner?: string, inUse?: string) =>
    verdictOf(
      { code, output, paths: ["a.cfg"], ...(banner !== undefined && { banner }) },
      [file],
      "haproxy",
      releaseInUse(inUse === undefined ? [] : [{ source: "setting", text: inUse }]),
    );

  test("of a run that says nothing", () => {
    expect(verdict(0, "", "3.2.26-1").message).toBe("HAProxy 3.2.26: the configuration is valid");
    expect(verdict(0, "Configuration file is valid").message).toBe("HAProxy: the configuration is valid");
    expect(verdict(1, "").message).toBe("haproxy ended with code 1 and said nothing");
  });

  test("of a program that ends well and is not HAProxy", () => {
    for (const output of ["", "a.cfg\n"])
      expect(verdict(0, output)).toMatchObject({ state: "failed", message: "haproxy ended well, but nothing shows that it is HAProxy" });
    expect(verdict(7, "\u0000\ufffdno\u001b[0m\ttext\n").message).toBe("haproxy ended with code 7: no[0m\ttext");
  });

  test("of a script that loses the code with which HAProxy ended", () => {
    const output = "[ALERT] (1) : config : parsing [a.cfg:1] : no\n[ALERT] (1) : config : Error(s) found in configuration file : a.cfg\n";
    expect(verdict(0, output)).toMatchObject({ state: "refused", errors: 1, message: "HAProxy refuses the configuration: 1 error" });
  });

  test("of something that is not HAProxy", () => {
    expect(verdict(125, "docker: no such image\n")).toMatchObject({
      state: "failed",
      findings: [],
      message: "haproxy ended with code 125: docker: no such image",
    });
  });

  test.each([
    ["3.2.26", "3.2.26", undefined],
    ["3.2.26", "3.2.20", "haproxy is HAProxy 3.2.26, but the release in use is 3.2.20: what it accepts may differ"],
    ["3.2.26", "3.2", undefined],
    ["3.2.26", "3.0", "haproxy is HAProxy 3.2.26, but the release in use is 3.0: what it accepts may differ"],
    ["3.2.26", undefined, undefined],
  ])("of a binary of %s where %s is in use", (banner, inUse, message) => {
    expect(verdict(0, "", banner, inUse).findings.map((finding) => finding.message)).toEqual(message === undefined ? [] : [message]);
  });
});

describe("beside our own", () => {
  const beside = (text: string, output: string) => {
    const file = readConfig("a.cfg", text);
    const ours = configFindings(modelOf([file]), { release: readReleaseInUse("3.2"), ignored: [] });
    const theirs = haproxyFindings(readHaproxyOutput(output, ["a.cfg"]).messages, [file], ["a.cfg"]);
    return { ours, all: joined(ours, theirs, file) };
  };

  test("what ours say already becomes a note on them", () => {
    const { ours, all } = beside(
      "global\n    maxcon 3\n",
      "[ALERT] (7) : parsing [a.cfg:2] : unknown keyword 'maxcon' in 'global' section",
    );
    expect(all).toHaveLength(ours.length);
    const [finding] = all.filter(({ code }) => code === "unknown-keyword");
    expect(finding?.related?.at(-1)?.message).toBe("haproxy: unknown keyword 'maxcon' in 'global' section");
  });

  test("a graver word of HAProxy, or one on another thing, stays", () => {
    const text = "defaults\n    mode http\nfrontend f\n    bind :80\n";
    for (const output of [
      "[ALERT] (7) : parsing [a.cfg:3] : no more room for f",
      "[WARNING] (7) : parsing [a.cfg:4] : 'bind' is out of fashion",
    ]) {
      const { all } = beside(text, output);
      expect(all.filter(({ source }) => source === "haproxy")).toHaveLength(1);
    }
  });

  test("every alert on the captured configuration is one of ours or beside them, once", () => {
    const { files, verdict } = validationOf(["refused"], "refused-3.2", 1);
    const ours = configFindings(modelOf(files), { release: readReleaseInUse("3.2"), ignored: [] });
    const left = files.flatMap((file) => joined(ours, verdict.findings, file)).filter(({ source }) => source === "haproxy");
    expect(left.map(({ line }) => line + 1)).toEqual([9]);
  });
});

describe("through edits", () => {
  const text = "global\n  one\n  two\nbackend a\n  three\n";
  const finding = (line: number) => ({ line, uri: "a.cfg" }) as Finding;
  const after = (edited: string) => {
    const file = readConfig("a.cfg", text);
    const validated = { lines: file.lines, findings: [finding(1), finding(2), finding(4)] };
    return followed(validated, readConfig("a.cfg", edited, file)).findings.map(({ line }) => line);
  };

  test.each([
    ["nothing", text, [1, 2, 4]],
    ["a line of one", text.replace("two", "twoo"), [1, 4]],
    ["a new line above", `# new\n${text}`, [2, 3, 5]],
    ["a line taken away", text.replace("  two\n", ""), [1, 3]],
    ["everything", "", []],
  ])("%s", (_, edited, lines) => {
    expect(after(edited)).toEqual(lines);
  });
});
