/** All findings on the language itself: lines, words, names, proxies. */
import * as l10n from "@vscode/l10n";
import type { Release } from "../knowledge/release.ts";
import { interpretationsOf } from "../model/interpretation.ts";
import type { Model } from "../model/model.ts";
import { perBranch } from "../model/perBranch.ts";
import { globalStatements, startsWith } from "../model/statement.ts";
import type { ConfigFile, Section } from "../syntax/config.ts";
import type { SyntaxProblem } from "../syntax/line.ts";
import { duplicateNameHits } from "./duplicates.ts";
import { globalNeedHits } from "./globalNeeds.ts";
import { inheritanceHits } from "./inheritance.ts";
import { orderHits } from "./order.ts";
import { proxyHits } from "./proxies.ts";
import { proxyNeedHits } from "./proxyNeeds.ts";
import { counterHits, type Hit, referenceHits } from "./references.ts";
import { sectionNeedHits } from "./sectionNeeds.ts";
import { wordingOf } from "./wording.ts";

type SectionHit = Omit<Hit, "uri" | "line"> & { readonly offset: number };

/** Findings in the order of the files. */
export function languageHits(model: Model, release: Release | undefined): readonly Hit[] {
  const branch = release?.branch;
  const hits: Hit[] = [];
  const quiet = deprecationsAccepted(model);
  for (const file of model.files) {
    hits.push(...lastLine(file));
    for (const { firstLine, section } of file.sections) {
      for (const { offset, ...hit } of sectionHits(section, branch))
        if (!(quiet && hit.code === "deprecated-keyword")) hits.push({ ...hit, uri: file.uri, line: firstLine + offset });
    }
  }
  return [
    ...hits,
    ...referenceHits(model, branch),
    ...proxyHits(model),
    ...proxyNeedHits(model, branch),
    ...globalNeedHits(model, branch),
    ...inheritanceHits(model, branch),
    ...sectionNeedHits(model, branch),
    ...orderHits(model),
    ...duplicateNameHits(model, branch),
    ...counterHits(model),
  ];
}

/** With this word in the global section HAProxy keeps silent on deprecated ones. */
function deprecationsAccepted(model: Model): boolean {
  return [...globalStatements(model.files)].some((at) => startsWith(at, "expose-deprecated-directives"));
}

/** What a section shows by itself; computed once for each Section object and branch. */
const sectionHits = perBranch((section, branch): readonly SectionHit[] => [
  ...lineHits(section),
  ...environmentHits(section, branch),
  ...wordHits(section, branch),
]);

function lineHits(section: Section): SectionHit[] {
  return section.lines.flatMap(({ problems }, offset) =>
    problems.map((problem) => ({
      offset,
      span: problem.span,
      code: problem.kind,
      severity: "error" as const,
      message: problemInWords(problem),
    })),
  );
}

/** `"${NAME-default}"`: HAProxy 2.4 knows no defaults and misses the brace behind the name. */
function environmentHits(section: Section, branch: string | undefined): SectionHit[] {
  if (branch !== "2.4") return [];
  return section.lines.flatMap(({ raw, words }, offset) => {
    const word = words.find(({ dynamic, span }) => dynamic && /\$\{\w+(?:\[\*\])?-/.test(raw.slice(span.start, span.end)));
    if (word === undefined) return [];
    const message = l10n.t("a default value of an environment variable needs HAProxy 2.5 or later");
    return [{ offset, span: word.span, code: "not-in-release", severity: "error" as const, message }];
  });
}

function wordHits(section: Section, branch: string | undefined): SectionHit[] {
  return interpretationsOf(section, branch).flatMap(({ statement, issues }) => {
    if (statement.conditional || statement.line.problems.length > 0) return [];
    return issues.map((issue) => {
      const span = (statement.words[issue.index] ?? statement.words.at(-1))?.span ?? { start: 0, end: 0 };
      return { offset: statement.offset, span, ...wordingOf(issue) };
    });
  });
}

function problemInWords({ kind }: SyntaxProblem): string {
  switch (kind) {
    case "unclosed-quote":
      return l10n.t("this quote is not closed before the end of the line");
    case "bad-hex-escape":
      return l10n.t('"\\x" must be followed by two hexadecimal digits');
    case "bad-variable-name":
      return l10n.t('"$" is followed by no name of an environment variable; write "\\$" for a dollar sign');
    default:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the user's own words
      return l10n.t('"${" is not closed by "}"');
  }
}

/** HAProxy refuses a file whose last line does not end, because it may have been cut off. */
function lastLine(file: ConfigFile): Hit[] {
  const line = file.lines.at(-1);
  if (line === undefined || line.raw === "") return [];
  const span = { start: line.raw.length - 1, end: line.raw.length };
  const message = l10n.t("the last line does not end with a line feed; HAProxy takes the file for truncated");
  return [{ uri: file.uri, line: file.lines.length - 1, span, code: "missing-final-newline", severity: "error", message }];
}
