/** Real configurations, read where they lie: nothing is lost, and releases without the defects give no finding. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { exposureFindings } from "../server/src/features/configFindings.ts";
import { releaseOf } from "../server/src/knowledge/release.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readConfig } from "../server/src/syntax/config.ts";
import { corpusFiles } from "./support/generated.ts";

const files = corpusFiles();

describe.skipIf(files.length === 0)("the corpus", () => {
  test("is there", () => {
    expect(files.length).toBeGreaterThan(100);
  });

  test("is read without loss, and fixed releases give no finding", () => {
    const losses: string[] = [];
    const found: string[] = [];
    let spent = 0;
    for (const file of files) {
      const text = readFileSync(file, "latin1");
      const start = performance.now();
      const config = readConfig(file, text);
      const model = modelOf([config]);
      for (const release of ["3.0.26", "2.8.27"]) {
        for (const { line, code } of exposureFindings(model, { release: releaseOf(release), ignored: [] })) {
          found.push(`${file}:${line + 1} ${code} in ${release}`);
        }
      }
      spent += performance.now() - start;
      if (config.lines.map(({ raw }) => raw).join("\n") !== text) losses.push(file);
    }
    console.info(`oracle: ${files.length} configurations in ${Math.round(spent)} ms`);
    expect(losses).toEqual([]);
    expect(found).toEqual([]);
  });

  test("has configurations that an affected release is warned of, so the silence above means something", () => {
    const warned = files.filter((file) => {
      const model = modelOf([readConfig(file, readFileSync(file, "latin1"))]);
      return exposureFindings(model, { release: releaseOf("3.0.2"), ignored: [] }).length > 0;
    });
    expect(warned.length).toBeGreaterThan(0);
  });
});
