import { expect, test } from "vitest";
import { type Release, releaseOf } from "../../server/src/knowledge/release.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";

test.each([
  ["3.2.0", "backend a!b", "error"],
  ["3.4.0", "backend a!b", "warning"],
  ["3.4.0", "peers a!b", "error"],
])("HAProxy %s on %j: %s", (release, header, severity) => {
  const model = modelOf([readConfig("file:///haproxy.cfg", `${header}\n`)]);
  const name = languageHits(model, releaseOf(release) as Release).find(({ code }) => code === "malformed-argument");
  expect(name).toMatchObject({ line: 0, severity });
});
