/** Configurations of HAProxy Enterprise: its words are known as such, and what its modules bring is no error. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../server/src/lints/language.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { hoverAt } from "./support/checkHover.ts";
import { modelFrom } from "./support/configText.ts";

function unknownIn(text: string): readonly string[] {
  const hits = languageHits(modelFrom(text), readReleaseInUse("3.0"));
  return hits.filter(({ code }) => code.startsWith("unknown-")).map(({ line, severity, message }) => `${line + 1} ${severity}: ${message}`);
}

describe("words of HAProxy Enterprise", () => {
  test("are named as such, and refused where no module is loaded", () => {
    expect(unknownIn("global\n    waf-load rules.conf\n    waf-laod rules.conf\n")).toEqual([
      '2 error: "waf-load" is a word of HAProxy Enterprise, which HAProxy itself refuses',
      expect.stringMatching(/^3 error: "waf-laod" is no keyword/),
    ]);
  });

  test("are no errors in a configuration that loads modules, nor is what nobody knows", () => {
    const found = unknownIn(
      "global\n    module-load hapee-lb-update.so\n    udp-lb-x on\nfrontend f\n    bind :80 captcha\n    http-request botmgmt-evaluate\n",
    );
    expect(found).toHaveLength(4);
    for (const one of found) expect(one).toMatch(/^\d+ warning: .*HAProxy Enterprise/);
  });

  test("leave all other findings as they are", () => {
    const text = "global\n    module-load x.so\nfrontend f\n    bind :80\n    use_backend nowhere\n";
    const hits = languageHits(modelFrom(text), readReleaseInUse("3.0"));
    expect(hits).toContainEqual(expect.objectContaining({ code: "undefined-backend", severity: "error" }));
  });

  test("have hovers", () => {
    expect(hoverAt("global\n    module-l$0oad hapee-lb-update.so\n")).toMatch(
      /^«module-load»\n[\s\S]*Loads a module[\s\S]*Only in HAProxy Enterprise/,
    );
    expect(hoverAt("global\n    no-such-w$0ord x\n")).toBe("nothing");
    expect(hoverAt("frontend f\n    module-l$0oad x.so\n")).toBe("nothing");
  });
});
