/** The output formats of `check`: text for people, SARIF, GitHub workflow commands and Checkstyle XML for machines. */
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { checkstyle } from "../../server/src/cli/format/checkstyle.ts";
import { github } from "../../server/src/cli/format/github.ts";
import { sarif } from "../../server/src/cli/format/sarif.ts";
import { text } from "../../server/src/cli/format/text.ts";
import type { Report } from "../../server/src/cli/report.ts";
import type { Finding } from "../../server/src/features/finding.ts";
import { json, raceConfig } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";

const undefinedBackend: Finding = {
  uri: "conf/site.cfg",
  line: 9,
  span: { start: 16, end: 20 },
  severity: "error",
  code: "undefined-backend",
  message: 'no backend "nope"',
  related: [],
  url: undefined,
};

function reportOf(finding: Partial<Finding>, line = "    use_backend nope if x"): Report {
  return { findings: [{ ...undefinedBackend, ...finding }], lineOf: () => line, branch: "3.2", pages: {} };
}

const plain = (finding: Partial<Finding>, line?: string) => text(reportOf(finding, line), false);

describe("text", () => {
  test("shows place, line and mark, then where to read on, once for each code", () => {
    const shown = (more: string) =>
      `error[undefined-backend]: no backend "nope"\n  --> conf/site.cfg:10:17\n   |\n10 |     use_backend nope if x\n   |                 ^^^^\n${more}\n`;
    expect(plain({})).toBe(shown("   = more: haproxy-sleuth explain undefined-backend\n"));
    const twice = { ...reportOf({}), findings: [undefinedBackend, undefinedBackend] };
    expect(text(twice, false)).toBe(shown("   = more: haproxy-sleuth explain undefined-backend\n") + shown(""));
  });

  test("shows related places with their words, and says how many more there are", () => {
    const related = (line: number) => ({ at: { uri: "b.cfg", line, span: { start: 4, end: 15 } }, message: "declared here" });
    const shown = plain({ related: [related(0)] });
    expect(shown).toContain("  ::: b.cfg:1:5\n   |\n 1 |     use_backend nope if x\n   |     ----------- declared here\n");
    expect(plain({ related: [0, 1, 2, 3, 4, 5].map(related) })).toContain("= and 2 more places\n");
  });

  const underlined = (line: string, word: string) => {
    const start = line.indexOf(word);
    const [, , , source = "", mark = ""] = plain({ span: { start, end: start + word.length } }, line).split("\n");
    return [source.slice(5), mark.slice(5)];
  };

  test("the mark stands under the word behind tabs, wide characters and combining marks", () => {
    expect(underlined("\tuse\tnope", "nope")).toEqual(["    use    nope", "           ^^^^"]);
    expect(underlined("acl 名前 x", "x")).toEqual(["acl 名前 x", "         ^"]);
    expect(underlined("acl 名前 x", "名前")[1]).toBe("    ^^^^");
    expect(underlined("acl e\u0301 x", "x")[1]).toBe("      ^");
  });

  test("an empty stretch still gets a mark, and a carriage return shows nowhere", () => {
    expect(plain({ span: { start: 4, end: 4 } }, "    x\r")).toContain("10 |     x\n   |     ^\n");
  });

  test("a long line is cut around the mark", () => {
    const [source = "", mark = ""] = underlined(`${"a".repeat(500)} nope ${"b".repeat(500)}`, "nope");
    expect(source.length).toBeLessThan(170);
    expect([source.startsWith("…"), source.endsWith("…")]).toEqual([true, true]);
    expect(source.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe("nope");
  });

  test("nothing in a file reaches the terminal as a command to it", () => {
    const shown = plain({ message: "\u001b[2J", uri: "a\u001b]0;x\u0007.cfg" }, "acl \u001b[31m \u202e nope \u0000");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  test("colours only where asked for", () => {
    expect(plain({})).not.toContain("\u001b");
    expect(text(reportOf({}), true)).toContain("\u001b[1;31merror[undefined-backend]\u001b[0m");
  });

  test("the summary goes to the other stream", async () => {
    const { out, err } = await runCli(["check", "-"], "backend be\n    nonsense\n    timeout server 5\n    balance nonsense\n");
    expect(err).toMatch(/^2 findings: 2 errors\n$/);
    expect(out).toContain("--> standard input:2:5\n");
    expect(await runCli(["check", "--release", "3.2", "-"], "backend be\n    timeout server 5\n")).toMatchObject({
      err: "1 finding: 1 warning\n",
    });
    expect(await runCli(["check", "-"], "")).toEqual({ code: 0, out: "", err: "no findings\n" });
    expect((await runCli(["check", "--lang", "zh-cn", "-"], "nonsense\n")).err).toBe("1 个问题：1 个错误\n");
  });
});

describe("sarif", () => {
  const runOf = (report: Report) => {
    const log = json(sarif(report));
    expect([log.version, log.$schema, log.runs.length]).toEqual(["2.1.0", expect.stringContaining("sarif-schema-2.1.0.json"), 1]);
    return log.runs[0];
  };

  test("has what the schema requires, and every result its rule", async () => {
    const { code, out } = await runCli(["check", "--format", "sarif", raceConfig, "examples/lua/haproxy.cfg"]);
    expect(code).toBe(1);
    const { tool, results, columnKind } = json(out).runs[0];
    expect([tool.driver.name, tool.driver.version, columnKind]).toEqual(["HAProxy Sleuth", manifest.version, "utf16CodeUnits"]);
    expect(results.length).toBeGreaterThan(2);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.message.text).not.toBe("");
      expect(["error", "warning", "note", "none"]).toContain(result.level);
      for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        const { startLine, startColumn, endColumn } = physicalLocation.region;
        expect(startLine >= 1 && startColumn >= 1 && endColumn > startColumn).toBe(true);
        expect(physicalLocation.artifactLocation.uri).toMatch(/^(?:file:\/\/\/|examples\/)\S+\.(?:cfg|lua)$/);
      }
    }
    for (const rule of tool.driver.rules) {
      expect([rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown]).not.toContain("");
      expect(URL.canParse(rule.helpUri), rule.helpUri).toBe(true);
      expect(["error", "warning", "note"]).toContain(rule.defaultConfiguration.level);
    }
    expect(new Set(tool.driver.rules.map((rule: { id: string }) => rule.id)).size).toBe(tool.driver.rules.length);
    expect(results.some((result: { relatedLocations?: unknown }) => result.relatedLocations !== undefined)).toBe(true);
  });

  test("counts lines and columns from 1, the end behind the last", () => {
    const { results } = runOf(reportOf({}));
    expect(results[0].locations[0].physicalLocation.region).toEqual({
      startLine: 10,
      startColumn: 17,
      endLine: 10,
      endColumn: 21,
      snippet: { text: "    use_backend nope if x" },
    });
  });

  test.each([
    ["a b/ü%.cfg", "a%20b/%C3%BC%25.cfg"],
    ["./conf/../x.cfg", "x.cfg"],
    ["../x.cfg", "../x.cfg"],
    ["/etc/haproxy/a b.cfg", "file:///etc/haproxy/a%20b.cfg"],
    ["-", "stdin"],
  ])("%s becomes an address", (uri, address) => {
    expect(runOf(reportOf({ uri })).results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(address);
  });

  test.each([
    ["error", "error"],
    ["warning", "warning"],
    ["information", "note"],
    ["hint", "note"],
  ] as const)("%s is level %s", (severity, level) => expect(runOf(reportOf({ severity })).results[0].level).toBe(level));

  test("carries the page and the manual of the release in use", () => {
    const [rule] = runOf(reportOf({})).tool.driver.rules;
    expect(rule.helpUri).toBe("https://docs.haproxy.org/3.2/configuration.html");
    expect(rule.help.markdown).toContain("```haproxy");
  });

  test("no findings are a run without results", async () => {
    const [run] = json((await runCli(["check", "--format", "sarif", "-"], "")).out).runs;
    expect([run.results, run.tool.driver.rules]).toEqual([[], []]);
  });
});

describe("github", () => {
  test("is one workflow command for each finding", () => {
    expect(github(reportOf({}))).toBe(
      '::error file=conf/site.cfg,line=10,col=17,endColumn=21,title=undefined-backend::no backend "nope"\n',
    );
  });

  test("escapes what would end a property or the command", () => {
    expect(github(reportOf({ uri: "C:\\a,b%.cfg", message: "100 %: a,\r\n::error::x", severity: "hint" }))).toBe(
      "::notice file=C%3A\\a%2Cb%25.cfg,line=10,col=17,endColumn=21,title=undefined-backend::100 %25: a,%0D%0A::error::x\n",
    );
  });

  test("nothing else is printed", async () => {
    const { out, err } = await runCli(["check", "--format", "github", "-"], "nonsense\n");
    expect([out.startsWith("::error file=-,line=1,"), err]).toEqual([true, ""]);
  });
});

describe("checkstyle", () => {
  test("groups by file and escapes for XML", () => {
    expect(checkstyle(reportOf({ uri: `a&"b".cfg`, message: "<x> 'y'\t\u0000\ud800", severity: "information" }))).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<checkstyle version="4.3">',
        '  <file name="a&amp;&quot;b&quot;.cfg">',
        '    <error line="10" column="17" severity="info" message="&lt;x&gt; &apos;y&apos;&#9;\ufffd\ufffd" source="haproxy-sleuth.undefined-backend"/>',
        "  </file>",
        "</checkstyle>",
        "",
      ].join("\n"),
    );
  });

  test("two findings of a file stand in one element", () => {
    const report = { ...reportOf({}), findings: [undefinedBackend, { ...undefinedBackend, uri: "b.cfg" }, undefinedBackend] };
    expect(checkstyle(report).match(/<file name="[^"]*"|<error/g)).toEqual([
      '<file name="conf/site.cfg"',
      "<error",
      "<error",
      '<file name="b.cfg"',
      "<error",
    ]);
  });

  test("no findings are an empty list", async () => {
    expect((await runCli(["check", "--format", "checkstyle", "-"], "")).out).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n</checkstyle>\n',
    );
  });
});
