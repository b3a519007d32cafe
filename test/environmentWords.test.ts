/** What the environment gives is not known here: nothing is refused, or warned of, that only its value could decide. */
import { expect, test } from "vitest";
import { configFindings } from "../server/src/features/configFindings.ts";
import { releaseOf } from "../server/src/knowledge/release.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readConfig } from "../server/src/syntax/config.ts";

const timeouts = "defaults base\n timeout client 5s\n timeout server 5s\n timeout connect 5s\n mode http\n";

function codesOf(text: string): readonly string[] {
  const model = modelOf([readConfig("file:///a.cfg", text)]);
  const told = configFindings(model, { release: releaseOf("3.2.0"), ignored: [] });
  return told.flatMap(({ code, severity }) => (severity === "error" || severity === "warning" ? [code] : []));
}

/** A configuration with a word that the environment may give, the word that is wrong there, and what is then told. */
const open: readonly (readonly [string, string, string])[] = [
  [`${timeouts}frontend f from base\n mode X\n bind :80\n default_backend b\nbackend b from base\n server s 127.0.0.1:80\n`, "tcp", ""],
  [
    `${timeouts}frontend f from base\n bind :80\n default_backend b\nbackend X from base\n server s 127.0.0.1:80\n`,
    "c",
    "undefined-backend",
  ],
  [`${timeouts}frontend f from base\n bind :80\n acl X path /a\n http-request deny if a\n`, "c", "undefined-acl"],
  [`${timeouts}frontend f from X\n bind :80\n`, "c", "undefined-defaults"],
  [`${timeouts}backend b from base\n server s 192.0.2.1:443 ssl verify X\n`, "required", "missing-ca-file"],
  [`${timeouts}backend b from base\n balance log-hash src\n mode X\n server s 192.0.2.1:443\n`, "http", "mode-conflict"],
  ["frontend f\n mode http\n bind :80\n timeout X 5s\n", "queue", "missing-timeout"],
];

test.each(open)("%s is taken where the environment decides", (text) => {
  for (const inside of ["GIVEN", "GIVEN-other"]) expect(codesOf(text.replace("X", () => `"\${${inside}}"`))).toEqual([]);
});

test.each(open.filter(([, , code]) => code !== ""))("%s is told of with %s written out", (text, wrong, code) => {
  expect(codesOf(text.replace("X", wrong))).toContain(code);
});

test("what stands around a variable is a part of the name", () => {
  const sent = (name: string) =>
    codesOf(
      `${timeouts}frontend f from base\n bind :80\n default_backend ${name}\nbackend "web-\${SITE}-a" from base\n server s 127.0.0.1:80\n`,
    );
  expect(sent("web-x-a")).toEqual([]);
  expect(sent("web-x-b")).toEqual(["undefined-backend"]);
});

test("a header that names unknown defaults is told of once, not again for all that these would have brought", () => {
  expect(codesOf(`${timeouts}backend b from bse\n server s 127.0.0.1:80\n http-request deny\n`)).toEqual(["undefined-defaults"]);
});

test("of settings in defaults that inherit the nearest section counts, and there the last", () => {
  const chained = (own: string) =>
    codesOf(`${timeouts}defaults near from base\n mode http\n mode tcp\nfrontend f from near\n bind :80\n${own} http-request deny\n`);
  expect(chained("")).toEqual(["needs-http-mode"]);
  expect(chained(" mode http\n")).toEqual([]);
});
