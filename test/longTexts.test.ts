/** Texts of a workspace are read unasked: none may cost more time than its length. */
import { expect, test } from "vitest";
import { readMachine } from "../server/src/machine/read.ts";
import { launchOfDockerfile } from "../server/src/model/launch/dockerfile.ts";
import { readService, readVariables } from "../server/src/model/launch/systemd.ts";
import { imageTagIn } from "../server/src/model/releaseInUse.ts";
import { findingsOf } from "./support/checkFindings.ts";

const length = 200_000;
const long = (unit: string) => unit.repeat(length / unit.length);

test.each<readonly [string, () => unknown]>([
  ["an image tag below empty lines", () => imageTagIn(`${long("\n")}x`)],
  ["a Dockerfile of empty lines", () => launchOfDockerfile("Dockerfile", `${long("\n")}x`)],
  ["a Dockerfile with a long word", () => launchOfDockerfile("Dockerfile", `ENV ${long("a")}`)],
  ["a Dockerfile with a path of slashes", () => launchOfDockerfile("Dockerfile", `COPY ${long("/")}x /y`)],
  ["a unit with a long word", () => readMachine("unit", `[Service]\nEnvironment=${long("a")}`)],
  ["a manifest with a line of blanks", () => readMachine("manifest", `spec:${long(" ")}x`)],
  ["a manifest with a list in a list in a list", () => readMachine("manifest", long("- "))],
  ["a unit with blanks inside of a value", () => readService([`[Service]\nExecStart=a${long(" ")}x`])],
  ["properties with a value of blanks", () => readMachine("shown", `LimitAS=${long(" ")}x`)],
  ["variables that are not closed", () => readVariables(`A=${long("${")}`)],
  ["a sysctl file with a line of blanks", () => readMachine("sysctl", `${long(" ")}!`)],
  ["stored data in one long word", () => findingsOf(`backend b\n    stick-table type ip size 1m store ${long("a")}`)],
])("%s", (_, read) => {
  const started = performance.now();
  read();
  expect(performance.now() - started).toBeLessThan(2000);
});
