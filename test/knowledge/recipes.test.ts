/** Recipes: what they expand to is accepted, by our own lints and by real HAProxy, in every release that they are offered in. */
import { describe, expect, test } from "vitest";
import { filesUnder, load } from "../../scripts/source.ts";
import { recipeFileSchema } from "../../server/knowledge/recipeSchema.ts";
import { recipeText } from "../../server/src/features/completion/recipes.ts";
import { recipesOf } from "../../server/src/knowledge/recipes.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import { knownBranches } from "../../server/src/knowledge/standing.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, verdictsOf } from "../support/realHaproxy.ts";

const sources = filesUnder("recipes", ".yaml").flatMap((file) => load(file, recipeFileSchema));

/** A configuration that holds what a recipe expands to. */
function configWith({ label, body, around = "", in: kinds }: (typeof sources)[number]): string {
  const text = recipeText({ label, body, title: { en: "", "zh-cn": "" } });
  if (kinds === undefined) return `${around}${text}\n`;
  const start = "defaults\n    mode http\n    timeout connect 5s\n    timeout client 30s\n    timeout server 30s\n";
  const own = kinds[0] === "frontend" ? "    bind :8080\n    default_backend other\n" : "    server s1 192.0.2.1:80\n";
  return `${start}${around}${kinds[0]} test\n${own}${text.replace(/^/gm, "    ")}\nbackend other\n    server s1 192.0.2.1:80\n`;
}

/** What HAProxy says where a file, a user or a peer is not there. */
const ofMachine = /opening file|open the file|cannot find (?:user|group) id|no peer named|unable to (?:stat|load)/;

const branchesOf = (label: string) => knownBranches().filter((branch) => recipesOf(branch).some((recipe) => recipe.label === label));

describe.each(sources)("$label", (source) => {
  const text = configWith(source);
  // what a section must have to be accepted alone is not asked of it
  const withRest = /^(?:global|defaults|userlist|mailers|acme) section$/.test(source.label);

  test("is offered in some release, and fills in all of its places", () => {
    expect(branchesOf(source.label).length).toBeGreaterThan(0);
    expect(text).not.toMatch(/\$\{\d/);
  });

  test.each(branchesOf(source.label))("has no error or warning of ours in %s", (branch) => {
    const hits = languageHits(modelFrom(text), releaseOf(`${branch}.0`)!);
    const grave = hits.filter(({ severity }) => severity === "error" || severity === "warning");
    expect(grave.map(({ line, code, message }) => `${line + 1} ${code} ${message}\n${text}`)).toEqual([]);
  });

  const present = presentBranches().filter((branch) => branchesOf(source.label).includes(branch));
  test.skipIf(present.length === 0)("is accepted by real HAProxy", { timeout: 60_000 }, async () => {
    const rest = withRest ? `${text}\nfrontend rest\n    mode http\n    bind :8080\n    timeout client 5s\n    http-request deny\n` : text;
    for (const branch of present) {
      const [verdict] = await verdictsOf(branch, [rest]);
      const messages = verdict?.messages.filter(({ text: said }) => source.machine !== true || !ofMachine.test(said));
      expect(messages, `${branch}\n${rest}`).toEqual([]);
    }
  });
});
