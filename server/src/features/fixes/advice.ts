/** Advice of our own: what to write instead. How HAProxy works changes with it, so somebody should look. */
import * as l10n from "@vscode/l10n";
import { inLine, insertedLines } from "../textChange.ts";
import { type Draft, type FixContext, type FixMakers, indentOf, isSound, replaced, rewritten } from "./fix.ts";

export const advice: FixMakers = {
  "exposed-stats-socket": (context) => instead(context, /^mode\s+0*([0-7]{3})$/, ([, mode = ""]) => `mode ${mode.slice(0, 2)}0`),
  "unverified-server": (context) => instead(context, /^verify\s+none$/, () => "verify required ca-file @system-ca"),
  "outdated-tls": (context) => instead(context, /^(ssl-m(?:in|ax)-ver)\s+\S+$/, ([, which = ""]) => `${which} TLSv1.2`),
  "ineffective-keyword": checkOption,
  "not-in-anonymous-defaults": nameForDefaults,
};

/** What the finding marks, written in another way, where the release takes it. */
function instead(context: FixContext, shape: RegExp, write: (match: RegExpExecArray) => string): Draft[] {
  const { finding, line, placed, branch, text } = context;
  const match = shape.exec(text);
  if (match === null) return [];
  const by = write(match);
  if (!isSound(rewritten(line.raw, finding.span.start, finding.span.end, by), placed, branch)) return [];
  return [{ title: l10n.t('Change "{0}" to "{1}"', text, by), changes: [replaced(context, by)] }];
}

/** Rules of a health check, by the option that makes HAProxy run them. */
const options: Readonly<Record<string, string>> = { "http-check": "httpchk", "tcp-check": "tcp-check", "external-check": "external-check" };

function checkOption(context: FixContext): Draft[] {
  const { file, finding, interpretation } = context;
  const option = options[interpretation?.statement.words[0]?.value ?? ""];
  if (option === undefined) return [];
  const line = `option ${option}`;
  const changes = [insertedLines(file, finding.line, [indentOf(context) + line])];
  return [{ title: l10n.t('Add "{0}" above', line), changes, preferred: true }];
}

/** Rules want a defaults section with a name; those who name no other inherit from it as before. */
function nameForDefaults({ file, placed, model }: FixContext): Draft[] {
  const header = placed.section.lines[0];
  const keyword = header?.words[0];
  const taken = model.files.flatMap(({ sections }) => sections.map(({ section }) => section.name));
  const name = ["common", "common-2", "common-3"].find((one) => !taken.includes(one));
  if (keyword?.value !== "defaults" || name === undefined || header?.words.length !== 1) return [];
  const changes = [inLine(file.uri, placed.firstLine, keyword.span.end, keyword.span.end, ` ${name}`)];
  return [{ title: l10n.t('Name the defaults section "{0}"', name), changes, preferred: true }];
}
