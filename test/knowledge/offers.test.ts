/** What completion says of values is there in both languages. */
import { afterEach, expect, test } from "vitest";
import compiled from "../../server/src/knowledge/generated/grammar.json" with { type: "json" };
import { speak } from "../../server/src/knowledge/language.ts";
import { itemIn, labelsIn } from "../support/checkCompletion.ts";

type Said = string | { readonly says: string };
const { offers, offersInChinese } = compiled as unknown as {
  readonly offers: Readonly<Record<string, { readonly values: Readonly<Record<string, Said>> }>>;
  readonly offersInChinese: Readonly<Record<string, string>>;
};
/** The same in both languages. */
const names = new Set(["peers", "syslog", "FastCGI", "MySQL", "PostgreSQL", "Redis", "Let's Encrypt"]);

afterEach(() => speak("en", {}));

test("every text has its Chinese, and none is left over", () => {
  const texts = Object.values(offers).flatMap(({ values }) =>
    Object.values(values).map((said) => (typeof said === "string" ? said : said.says)),
  );
  const meant = texts.filter((text) => /[a-z]{3}/.test(text) && !names.has(text));
  expect(meant.filter((text) => !/\p{Script=Han}/u.test(offersInChinese[text] ?? ""))).toEqual([]);
  expect(Object.keys(offersInChinese).filter((text) => !texts.includes(text))).toEqual([]);
});

test("who reads Chinese is told in Chinese", () => {
  const place = "frontend f\n    http-request set-header $0";
  expect(itemIn(place, "X-Forwarded-For")?.note).toBe("address of the client");
  const before = labelsIn(place);
  speak("zh-cn", {});
  expect(itemIn(place, "X-Forwarded-For")?.note).toBe("客户端地址");
  expect(labelsIn(place)).toEqual(before);
});
