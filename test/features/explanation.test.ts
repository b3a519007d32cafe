/** Explanation pages, reports, and that nobody's text breaks out of its code span. */
import { describe, expect, test } from "vitest";
import { diagnose } from "../../server/src/diagnosis/diagnose.ts";
import { upgradeInWords } from "../../server/src/features/advice.ts";
import { explanationPage } from "../../server/src/features/pages/explanation.ts";
import { issueReport } from "../../server/src/features/pages/report.ts";
import { readIncidents } from "../../server/src/incident/read.ts";
import { findAdvisory, knowledge } from "../../server/src/knowledge/knowledge.ts";
import { loadPages } from "../../server/src/knowledge/pages.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import { plain } from "../../server/src/syntax/plain.ts";
import { findingsOf } from "../support/checkFindings.ts";
import { hoverAt } from "../support/checkHover.ts";
import { luaConfig, modelFrom, releaseFrom, type Scripts, websocketConfig } from "../support/configText.ts";

const pages = await loadPages();

/** A page in English for a release and a configuration. */
function page(id: string, release: string, config?: string, scripts: Scripts = {}): string {
  const advisory = findAdvisory(id);
  if (advisory === undefined) throw new Error(`no advisory ${id}`);
  const model = config === undefined ? undefined : modelFrom(config, scripts);
  return explanationPage(advisory, { language: "en", pages, release: releaseFrom(release), model });
}

/** The quotation block on top. */
function banner(id: string, release: string, config?: string): string {
  return page(id, release, config)
    .split("\n")
    .filter((line) => line.startsWith(">"))
    .join("\n");
}

describe("banners", () => {
  test("exposed", () => {
    expect(banner("#2611", "3.0.2", websocketConfig)).toMatchInlineSnapshot(`
      "> **HAProxy 3.0.2**: **exposed** in 3.0.2; fixed in 3.0.3
      >
      > **What to do: upgrade to 3.0.3 or later, best to 3.0.26**
      >
      > In this configuration, stick-table \`st_src\`:
      >
      > ● 8 threads  
      > ● entries expire (\`expire 30s\`)  
      > ● \`track-sc\` rules hold entries while a stream lasts: 1  
      > ● \`timeout tunnel\` lets a stream idle for 1h, longer than \`expire\` (30s)  
      > ● nothing that the table stores refreshes an entry when its stream ends"
    `);
  });

  test.each([
    ["#2611", "3.0.3", websocketConfig, "> **HAProxy 3.0.3**: **fixed** in 3.0.3 (since 3.0.3)"],
    ["#2611", "2.8.7", websocketConfig, "> **HAProxy 2.8.7**: 2.8.7 is **not affected**"],
    ["#2611", "2.2.0", websocketConfig, "> **HAProxy 2.2.0**: 2.2.0 is **not affected**"],
  ])("%s in %s", (id, release, config, shown) => {
    expect(banner(id, release, config)).toBe(shown);
  });

  test("without a configuration", () => {
    expect(banner("#2611", "3.0.2")).toBe(
      "> **HAProxy 3.0.2**: 3.0.2 has the defect; fixed in 3.0.3\n>\n> **What to do: upgrade to 3.0.3 or later, best to 3.0.26**",
    );
  });

  test("without a release", () => {
    expect(banner("#2611", "unknown")).toBe("> **Your release**: release unknown; affects 2.9.0 to 2.9.9, 3.0.0 to 3.0.2");
  });

  test("an ended branch", () => {
    expect(banner("lua-ctx-renew-abort", "2.5.14")).toContain("no release of 2.5 has the fix: move to 2.6.20 or later");
  });

  test("conditions that are data", () => {
    const config = "defaults\n mode http\nfrontend f\n bind quic4@:443 ssl crt x alpn h3\n";
    const shown = banner("HA-d13a80abb", "2.8.1", config);
    expect(shown).toContain("> In this configuration:\n>\n> ● a QUIC listener");
    expect(banner("HA-d13a80abb", "2.8.1", "backend b\n")).toContain("> ○ a QUIC listener");
  });

  test("a condition of the machine", () => {
    expect(banner("jemalloc-map-count", "3.4.7", luaConfig)).toContain("**possibly exposed** in 3.4.7; no release ends it");
  });
});

test("a fix in the newest release leaves nothing better to upgrade to", () => {
  const [advisory] = knowledge.advisories;
  if (advisory === undefined) throw new Error("no advisory");
  const release = releaseOf("3.0.2");
  expect(upgradeInWords(advisory, { state: "affected", fixedIn: "3.0.26" }, release)).toBe("upgrade to 3.0.26 or later");
  expect(upgradeInWords(advisory, { state: "affected", fixedIn: "3.0.25" }, release)).toBe("upgrade to 3.0.25 or later, best to 3.0.26");
  expect(upgradeInWords(advisory, { state: "fixed", since: "3.0.1" }, release)).toBeUndefined();
});

describe("pages", () => {
  test.each(knowledge.advisories.map(({ id }) => id))("%s has its title, aliases, references and, where it has any, releases", (id) => {
    const text = page(id, "3.0.2", websocketConfig);
    const advisory = findAdvisory(id);
    expect(text.startsWith(`# ${advisory?.title.en}\n\n> **HAProxy 3.0.2**`)).toBe(true);
    for (const alias of advisory?.aliases ?? []) expect(text).toContain(alias);
    for (const { url } of advisory?.references ?? []) expect(text).toContain(`](${url})`);
    expect(text.includes("| Branch | Affected | First fixed |")).toBe(advisory?.releases !== "any");
  });

  test("rows of the table of releases", () => {
    const text = page("#2611", "3.0.2");
    expect(text).toContain("| 2.8 | none | – |");
    expect(text).toContain("| 3.0 | 3.0.0 up to the one before 3.0.3 | 3.0.3 |");
    expect(text).toContain("| 3.1 | only development versions before 3.1-dev2 | 3.1-dev2 |");
    expect(page("lua-ctx-renew-abort", "3.0.2")).toContain("| 2.7 | all from 2.7.0 on: the branch has no fix | – |");
  });

  test("the Chinese page", () => {
    const advisory = findAdvisory("#2611");
    if (advisory === undefined) throw new Error("no advisory");
    const text = explanationPage(advisory, { language: "zh-cn", pages, release: undefined });
    expect(text.startsWith(`# ${advisory.title["zh-cn"]}\n`)).toBe(true);
    expect(text).toContain("## 发生了什么");
  });
});

describe("text of a configuration stays text", () => {
  const nasty = "x`](http://evil.invalid)`![evil](http://evil.invalid/p.png)<img-src=evil>**evil**";

  /** Markdown without its fenced blocks and code spans: what an editor would render. */
  function rendered(markdown: string): string {
    return markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
  }

  test.each([
    ["a table's name", websocketConfig.replaceAll("st_src", nasty)],
    ["an expiry", websocketConfig.replace("expire 30s", `expire ${nasty}`)],
    ["a timeout", websocketConfig.replace("tunnel 1h", `tunnel ${nasty}`)],
    ["threads", websocketConfig.replace("nbthread 8", `nbthread ${nasty}`)],
    ["a proxy without a timeout", websocketConfig.replaceAll("be_chat", nasty).replace("    timeout server 30s\n", "")],
    ["a table that nobody tracks", websocketConfig.replace("backend st_src", `backend ${nasty}`)],
    ["stored data", websocketConfig.replace("gpc0,", `conn_cur,${nasty},`)],
  ])("%s", (_, config) => {
    const shown = [page("#2611", "3.0.2", config), hoverAt(config.replace("stick-table type", "stick-$0table type"))];
    for (const markdown of shown) expect(rendered(markdown)).not.toContain("evil");
  });

  test("a script's path and an action's name", () => {
    const config = luaConfig.replace("/etc/haproxy/sign.lua", nasty);
    expect(rendered(page("lua-null-error-pointer", "3.0.2", config, { [nasty]: "txn.c:hmac(a)" }))).not.toContain("evil");
    const hover = hoverAt(`frontend f\n http-request lua.$0${nasty}\n`);
    expect(hover).toContain("evil");
    expect(rendered(hover.slice(hover.indexOf("\n")))).not.toContain("evil");
  });

  test("messages carry no words of the configuration", () => {
    const messages = findingsOf(websocketConfig.replaceAll("st_src", nasty)).map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages.join()).not.toContain("evil");
  });

  test("plain text holds no backtick, no control character, and has an end", () => {
    expect(plain("a`b\u0007\nc")).toBe("a'b  c");
    expect(plain("x".repeat(500))).toHaveLength(120);
  });
});

describe("reports", () => {
  const log = `Jun 21 03:12:47 edge-07 haproxy[50414]: FATAL: pool inconsistency detected in thread 4: tag mismatch on free().
  caller: 0x55c0f3b60d62 (__stksess_kill+0xf2/0x11d)
  item: 0x7fd2c80a9c10
  pool: 0x55c0f45e1a80 ('spoe_appctx', size 200, real 208, users 2)
`;

  function report(text: string, config?: string): string {
    const diagnoses = readIncidents(text).map((incident) => diagnose(incident, { language: "en", release: releaseFrom("3.0.2") }));
    return issueReport({ diagnoses, log: text, config });
  }

  test("names the kind, the release, the thread and what it resembles", () => {
    expect(report(log)).toContain("- Kind: pool-inconsistency\n- Release: 3.0.2\n- Thread: 4\n");
    expect(report(log)).toContain("- Resembles Stick-table entry freed twice");
    expect(report(log)).toContain("fixed in 2.9.10, 3.0.3, 3.1.0");
  });

  test("log and configuration are redacted line for line", () => {
    const config =
      "global\n  stats auth admin:s3cret\nuserlist u\n  user a insecure-password hunter2\nbackend b\n  server s 192.0.2.21:80\n";
    const text = report(log, config);
    for (const secret of ["s3cret", "hunter2", "192.0.2.21", "edge-07"]) expect(text).not.toContain(secret);
    const [, shownLog = ""] = /### Last Outputs and Backtraces\n\n```\n([\s\S]*?)\n```/.exec(text) ?? [];
    const [, shownConfig = ""] = /```haproxy\n([\s\S]*?)\n```/.exec(text) ?? [];
    expect(shownLog.split("\n")).toHaveLength(4);
    expect(shownConfig.split("\n").map((line) => line.trim().split(" ")[0])).toEqual(
      config
        .trimEnd()
        .split("\n")
        .map((line) => line.trim().split(" ")[0]),
    );
  });

  test("what to think of before sending: a cause outside, a newer release", () => {
    const killed = report("[ALERT]    (20132) : Current worker (20144) exited with code 137 (Killed)\n");
    expect(killed).toContain("<!-- Before sending: this looks like no defect of HAProxy (Ended by a signal from outside). -->");
    expect(killed).toMatch(/<!-- Before sending: 3\.0\.26 has the fixes of \d+ known crashes/);
    expect(report(log)).not.toContain("no defect of HAProxy");
  });

  test("a fence in the log does not end the block", () => {
    const text = report(`${log}\`\`\`\n# evil\n`);
    expect(text).toMatch(/\n````\n[\s\S]*```\n# evil\n````\n/);
  });

  test("a long log is cut around the incident", () => {
    const noise = "Jun 21 03:00:00 edge-07 haproxy[1]: ok\n";
    const text = report(noise.repeat(1000) + log + noise.repeat(1000));
    expect(text.split("\n").length).toBeLessThan(460);
    expect(text).toContain("FATAL: pool inconsistency");
  });
});
