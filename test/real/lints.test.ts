/** The examples of the lint pages before real binaries: refused or warned of as marked, silent once repaired. */
import { describe, expect, test } from "vitest";
import { knowledge } from "../../server/src/knowledge/knowledge.ts";
import { examplesOf, hitsOf } from "../support/lintPages.ts";
import { presentBranches, verdictsOf } from "../support/realHaproxy.ts";

/**
 * Lua needs a script that is not here, QUIC a build that has it; a log-profile is looked up when HAProxy starts, not when it checks.
 * How long a machine takes for the hash of a password decides whether 3.4 warns of it.
 */
const notAsked = new Set(["lua-conversion-unset", "experimental-keyword", "undefined-log-profile", "plain-password"]);

const present = presentBranches();
// a file without tests is an error to vitest
if (present.length === 0) test.skip("lint pages before real HAProxy", () => {});

describe.each(present)("haproxy %s", (branch) => {
  const asked = knowledge.lints
    .filter(({ id }) => !notAsked.has(id))
    .flatMap((lint) => examplesOf(lint).map((example) => ({ id: lint.id, example })))
    .filter(({ example: { release, kind, script } }) => release.branch === branch && kind === "haproxy" && script === undefined);

  test.skipIf(asked.length === 0)("agrees with every example", { timeout: 120_000 }, async () => {
    const verdicts = await verdictsOf(
      branch,
      asked.map(({ example }) => example.text),
    );
    const said = asked.map(({ id, example }, i) => `${id}: ${verdicts[i]?.state}\n${example.text}${verdicts[i]?.messages[0]?.text ?? ""}`);
    const ours = asked.map(({ id, example }, i) =>
      // certificates and maps of the examples are not here
      verdicts[i]?.state === "environment" || verdicts[i]?.state === stateOf(example)
        ? said[i]
        : `${id}: ${stateOf(example)}\n${example.text}`,
    );
    expect(said).toEqual(ours);
  });
});

/** What the findings say HAProxy does with the text. */
function stateOf(example: Parameters<typeof hitsOf>[0]): string {
  const severities = hitsOf(example).map(({ severity }) => severity);
  return severities.includes("error") ? "error" : severities.includes("warning") ? "warning" : "ok";
}
