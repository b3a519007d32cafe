/** What is told of each part of a line, by its role. */

import * as l10n from "@vscode/l10n";
import { entryOf } from "../../knowledge/grammar.ts";
import { language } from "../../knowledge/language.ts";
import { topicLink } from "../../knowledge/manual.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import { own } from "../../knowledge/own.ts";
import type { Part, PartRole } from "../../model/parts/part.ts";
import { plain } from "../../syntax/plain.ts";
import { addressExplained, maskExplained, portExplained } from "./addresses.ts";
import { type Asked, criterionBefore, described, type GrammarName, ownerName, statementName } from "./asked.ts";
import { descriptionInMarkdown, leadOf, manualInMarkdown } from "./describe.ts";
import { directiveExplained } from "./directives.ts";
import { environmentExplained } from "./environment.ts";
import { aclLines, declarationPreview, namePreview } from "./names.ts";
import { patternExplained, regexExplained, statusExplained } from "./patterns.ts";
import { storedDataExplained } from "./storedData.ts";
import { sizeExplained, timeExplained } from "./units.ts";
import { headerExplained, offeredExplained, predicateArgument } from "./values.ts";
import { variableExplained } from "./variables.ts";

/** Markdown on a part that is no word of the statement's own name; undefined where nothing is known. */
export function noteOn(asked: Asked): string | undefined {
  const { part, branch, model } = asked;
  switch (part.role) {
    case "parameter":
      return (
        described(part.of && { grammarClass: part.of, words: part.text }, branch) &&
        wordNote({ grammarClass: part.of ?? "", words: part.text }, asked)
      );
    case "fetch":
    case "criterion":
      return wordNote({ grammarClass: "fetch", words: part.text }, asked);
    case "converter":
      return wordNote({ grammarClass: "converter", words: part.text }, asked);
    case "variable":
      return variableExplained(part.text, model, branch);
    case "environment":
      return environmentExplained(part.text, model, branch);
    case "declaration":
    case "reference":
      return nameNote(asked);
    case "stored-data":
      return storedDataExplained(part.text, branch);
    case "comment":
      return directiveExplained(asked);
    default:
      return meaningNote(asked) ?? predicateArgument(asked) ?? withOwner(valueExplained(asked), asked);
  }
}

function wordNote(name: GrammarName, { branch }: Asked): string | undefined {
  const description = described(name, branch);
  return description && descriptionInMarkdown(description);
}

/** Kind of meanings.yaml for roles whose texts are all told there, with the topic of the manual. */
const meanings: Readonly<Partial<Record<PartRole, readonly [string, Parameters<typeof topicLink>[0]]>>> = {
  operator: ["operators", "condition"],
  flag: ["acl_flags", "acl"],
  "match-method": ["match_methods", "acl"],
  "log-alias": ["log_aliases", "log-format"],
  macro: ["directives", "conditional"],
  predicate: ["predicates", "conditional"],
};

function meaningNote({ part, branch }: Asked): string | undefined {
  const [kind, topic] = meanings[part.role] ?? [];
  if (part.role === "log-flags") return flagsNote(part, branch);
  if (kind === undefined || topic === undefined) return undefined;
  const meaning = meaningOf(kind, /^!+$/.test(part.text) ? "!" : part.role === "operator" ? part.text.toLowerCase() : part.text);
  const shown = part.role === "log-alias" ? `%${part.text}` : part.text;
  return meaning && `**\`${plain(shown)}\`** ${meaning}\n\n${manualInMarkdown(topicLink(topic, branch))}`;
}

/** `{+Q,-X}` */
function flagsNote(part: Part, branch: string | undefined): string | undefined {
  const lines = part.text.split(/[{},]/).flatMap((flag) => {
    const meaning = meaningOf("log_flags", `+${flag.trim().slice(1)}`);
    if (meaning === undefined) return [];
    const off = flag.trim().startsWith("-");
    return [`- \`${plain(flag.trim())}\` ${off ? l10n.t("switched off: {0}", meaning) : meaning}`];
  });
  return lines.length === 0 ? undefined : `${lines.join("\n")}\n\n${manualInMarkdown(topicLink("log-format", branch))}`;
}

function nameNote(asked: Asked): string | undefined {
  const { part, place, model, uri, branch } = asked;
  const before = place.parts.findLast(({ span, kind }) => kind === "backend" && span.end < part.span.start);
  const owner = part.kind === "server" && before?.word === part.word ? before.text : undefined;
  const kind = part.kind ?? "";
  const use = { model, uri, placed: place.placed, branch, owner };
  const preview = namePreview(kind, part.text, use);
  if (preview !== undefined && part.role === "reference") return preview;
  // nobody sees from one of its lines that an ACL has more
  return withOwner(kind === "acl" && aclLines(part.text, use).length > 1 ? preview : undefined, asked);
}

/** The value itself in words, where more can be said than its place. */
function valueExplained(asked: Asked): string | undefined {
  const { part, branch, place } = asked;
  const owner = ownerName(asked);
  switch (part.role) {
    case "time":
      return timeExplained(part.text, unitOf(asked, owner));
    case "size":
      return sizeExplained(part.text, /^(?:stick-)?table$/.test(owner?.words ?? ""));
    case "address":
      if (part.type?.endsWith(" mask")) return maskExplained(part.text, part.type.startsWith("IPv4"));
      return offeredExplained(asked) ?? addressExplained(part.text, part.type === "bind");
    case "port":
      return portExplained(part.text);
    case "regex":
      return regexExplained(part.text, false);
    case "status":
      return statusExplained(part.text, branch);
    case "pattern":
      return patternNote(asked);
    case "enum":
    case "number":
      return enumNote(asked, owner) ?? statusIn(part.text, place.statement?.words[0]?.value, owner, branch);
    case "header":
      return headerExplained(part.text, branch);
    case "path":
      return certificateExplained(asked) ?? l10n.t("File {0}", `\`${plain(part.text)}\``);
    default:
      return offeredExplained(asked);
  }
}

/** Statements in which a bare number of the grammar's time counts in seconds. */
function unitOf({ part }: Asked, owner: GrammarName | undefined): string | undefined {
  return owner !== undefined && part.type === "time" ? part.parameter : undefined;
}

/** `@store/name` stands where a file may. */
function certificateExplained({ part, place, model, uri, lineNumber, branch }: Asked): string | undefined {
  const file = part.text.startsWith("@") ? model.files.find((one) => one.uri === uri) : undefined;
  return file && declarationPreview(file, lineNumber, part.span.end, { model, uri, placed: place.placed, branch, owner: undefined });
}

function patternNote(asked: Asked): string {
  const { part, place, branch } = asked;
  const criterion = criterionBefore(asked);
  const from = criterion?.span.end ?? 0;
  const flags = place.parts.filter(({ role, span }) => role === "flag" && span.start >= from && span.end <= part.span.start);
  const ignoresCase = flags.some(({ text }) => text === "-i");
  const status = /(?:^|\.)status$/.test(criterion?.text ?? "") ? statusExplained(part.text, branch) : undefined;
  return status ?? patternExplained(part.text, part.type, ignoresCase);
}

/** A fixed word of the grammar: what the data says of it, for its owner or for all. */
function enumNote({ part, place }: Asked, owner: GrammarName | undefined): string | undefined {
  const { text } = part;
  const said = homesOf(owner)
    .map((home) => wordIn(home, text))
    .find((found) => found !== undefined);
  const meaning =
    said ??
    kindsOfEnum(owner, place.parts[place.parts.indexOf(part) - 1]?.text)
      .map((kind) => meaningOf(kind, text))
      .find((found) => found !== undefined);
  return meaning && `**\`${plain(text)}\`** ${meaning}`;
}

/** What a rule or a log line takes means the same in other rulesets and sections. */
function homesOf(owner: GrammarName | undefined): readonly GrammarName[] {
  if (owner === undefined) return [];
  const words = owner.words.replace(/^track-sc\d+$/, "track-sc");
  return [owner, ...["http-request", "proxy"].map((grammarClass) => ({ grammarClass, words }))];
}

function wordIn({ grammarClass, words }: GrammarName, text: string): string | undefined {
  const values = entryOf(grammarClass, words)?.values;
  return own(values, text)?.[language()];
}

/** Enumerations that a statement takes its words from. */
function kindsOfEnum(owner: GrammarName | undefined, before: string | undefined): readonly string[] {
  const words = owner?.words ?? "";
  if (/^log/.test(words)) return ["log_levels", "log_facilities", "log_formats"];
  if (/[- ]level$/.test(words)) return ["log_levels"];
  if (owner?.grammarClass === "ring" && words === "format") return ["log_formats"];
  if (/^(?:stick-)?table$/.test(words)) return ["stick_types"];
  return before === "-m" ? ["match_methods"] : [];
}

const ofStatus = /errorfile|errorloc|http-error|retry-on|redirect|deny|tarpit|return|status|^http-errors$/;

function statusIn(text: string, first: string | undefined, owner: GrammarName | undefined, branch: string | undefined): string | undefined {
  return ofStatus.test(`${first} ${owner?.words}`) ? statusExplained(text, branch) : undefined;
}

/** What a value says, then what it is given to. */
function withOwner(value: string | undefined, asked: Asked): string | undefined {
  const { part, branch } = asked;
  const name = ownerName(asked) ?? statementName(asked);
  const description = described(name, branch);
  if (description === undefined) return value;
  const { call } = part;
  const place =
    call === undefined || call.kind === "word" ? undefined : l10n.t("Argument {0} of {1}", call.index + 1, `\`${plain(call.name)}\``);
  return [value, place, leadOf(description), manualInMarkdown(description.manual)].filter((text) => text !== undefined).join("\n\n");
}
