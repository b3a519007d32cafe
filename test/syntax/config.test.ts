/** Sections of a file, and which objects an edit leaves alone. */
import { describe, expect, test } from "vitest";
import { readConfig } from "../../server/src/syntax/config.ts";
import { looksLikeConfig } from "../../server/src/syntax/recogniseConfig.ts";

function sections(text: string): string {
  return readConfig("file:///a.cfg", text)
    .sections.map(({ firstLine, section }) => `${firstLine} ${section.kind} ${section.name ?? "-"} ${section.lines.length}`)
    .join("\n");
}

const three = "global\n  nbthread 2\nfrontend fe\n  bind :80\nbackend be\n  server s 192.0.2.1:80\n";

describe("sections", () => {
  test("headers open them, whatever stands before is the preamble", () => {
    expect(sections("# by hand\n\nglobal\n  daemon\ndefaults http\nfrontend fe from http\n  bind :80\npeers mine\n")).toBe(
      ["0 preamble - 2", "2 global - 2", "4 defaults http 1", "5 frontend fe 2", "7 peers mine 2"].join("\n"),
    );
  });

  test("an empty text is one empty preamble", () => {
    expect(sections("")).toBe("0 preamble - 1");
  });

  test("indentation and quotes do not hide a header", () => {
    expect(sections('  global\n"listen" "a b"\n')).toBe("0 global - 1\n1 listen a b 2");
  });

  test("a section's word in the middle of a statement opens nothing", () => {
    expect(sections("global\n  log global\n")).toBe("0 global - 3");
  });

  test("each header of two in a row has its own section", () => {
    expect(sections("global\nglobal\n")).toBe("0 global - 1\n1 global - 2");
  });
});

describe("objects across edits", () => {
  const before = readConfig("file:///a.cfg", three);

  test("the same text keeps every line and section", () => {
    const after = readConfig("file:///a.cfg", three, before);
    after.lines.forEach((line, i) => {
      expect(line).toBe(before.lines[i]);
    });
    after.sections.forEach(({ section }, i) => {
      expect(section).toBe(before.sections[i]?.section);
    });
  });

  test("a changed line changes its section alone", () => {
    const after = readConfig("file:///a.cfg", three.replace("bind :80", "bind :81"), before);
    expect(after.sections.map(({ section }, i) => section === before.sections[i]?.section)).toEqual([true, false, true]);
    expect(after.lines[2]).toBe(before.lines[2]);
    expect(after.lines[3]).not.toBe(before.lines[3]);
    expect(after.lines[3]?.words[1]?.value).toBe(":81");
  });

  test("an inserted line moves the sections behind it and keeps them", () => {
    const after = readConfig("file:///a.cfg", three.replace("  bind", "  mode http\n  bind"), before);
    expect(after.sections.map(({ firstLine }) => firstLine)).toEqual([0, 2, 5]);
    expect(after.sections[2]?.section).toBe(before.sections[2]?.section);
  });

  test("a new header parts a section in two", () => {
    const after = readConfig("file:///a.cfg", three.replace("  bind :80", "backend two"), before);
    expect(after.sections.map(({ section }) => section.name)).toEqual([undefined, "fe", "two", "be"]);
    expect(after.sections[3]?.section).toBe(before.sections[2]?.section);
  });

  test("without the previous file nothing is shared", () => {
    expect(readConfig("file:///a.cfg", three).lines[0]).not.toBe(before.lines[0]);
  });
});

describe("recognition", () => {
  test.each([
    three,
    "# comment\n\n.if defined(X)\nglobal\n  log stdout local0\n.endif\n",
    "\uFEFFdefaults\n  mode http\n",
    "defaults base\n  timeout client 5s\n",
    "peers p\n  peer a 192.0.2.1:1024\n",
    "resolvers r\n  nameserver n 192.0.2.53:53\n",
    "userlist u\n  user a insecure-password b\n",
    "frontend fe\nbackend be\n",
  ])("taken for HAProxy's: %j", (text) => {
    expect(looksLikeConfig(text)).toBe(true);
  });

  test.each([
    "",
    "global\n",
    "[global]\nmode = http\n",
    "frontend\n  bind :80\n",
    "global:\n  scrape: 1\n",
    "hello\nglobal\n  daemon\n",
    "cache x\nfoo bar\n",
    "frontend and backend are words of prose\nmode http\n",
  ])("not taken: %j", (text) => {
    expect(looksLikeConfig(text)).toBe(false);
  });
});
