/** Steps of health checks in an order that HAProxy takes: the step that stands too late moves up, the one that is missing is added. */
import * as l10n from "@vscode/l10n";
import { type PlacedStatement, placedStatementsOf, withKeyword, wordOf } from "../../model/statement.ts";
import { insertedLines, removedLines } from "../textChange.ts";
import { commentsAbove, type Draft, type FixContext, type FixMakers, indentIn, indentOf, moved } from "./fix.ts";

export const checkSteps: FixMakers = { "check-steps": stepInOrder };

/** Steps that do nothing on the wire may stand anywhere. */
const silent = /^(?:comment|(?:un)?set-var|disable-on-404|send-state)/;

function stepInOrder(context: FixContext): Draft[] {
  const { file, placed, finding, interpretation } = context;
  if (finding.line === placed.firstLine) return typed(context);
  const [kind = "", step = ""] = interpretation?.statement.words.map(({ value }) => value) ?? [];
  if (kind === "type") {
    return [{ title: l10n.t("Remove the line"), changes: [removedLines(file, finding.line, finding.line)] }];
  }
  const steps = withKeyword(placedStatementsOf(file.uri, placed), kind).filter((at) => !silent.test(wordOf(at, 1)));
  const at = steps.findIndex(({ lineNumber }) => lineNumber === finding.line);
  const [before, after] = [steps[at - 1], steps[at + 1]];
  if (at < 1 || before === undefined) return [];
  const connected = steps.slice(0, at).some((one) => wordOf(one, 1) === "connect");
  if (step === "connect" && !connected) return firstConnect(context, kind, steps[0] as PlacedStatement);
  const previous = needed[step];
  if (kind !== "http-check" || previous === undefined) return [];
  if (after !== undefined && wordOf(after, 1) === previous.step) return [movedAbove(context, after)];
  return [added(context, finding.line, `http-check ${previous.text}`, true)];
}

/** What must stand right in front of a step of HTTP. */
const needed: Readonly<Record<string, { readonly step: string; readonly text: string }>> = {
  send: { step: "connect", text: "connect" },
  expect: { step: "send", text: "send meth GET uri /" },
  connect: { step: "expect", text: "expect status 200" },
};

/** A check that opens connections does so first. */
function firstConnect(context: FixContext, kind: string, first: PlacedStatement): Draft[] {
  const { finding } = context;
  const to = commentsAbove(context, first.lineNumber);
  const changes = moved(context, commentsAbove(context, finding.line), finding.line, to);
  const title = l10n.t("Move the step above line {0}", first.lineNumber + 1);
  return [{ title, changes, preferred: true }, added(context, to, `${kind} connect`, false)];
}

function movedAbove(context: FixContext, after: PlacedStatement): Draft {
  const { finding } = context;
  const changes = moved(context, commentsAbove(context, after.lineNumber), after.lineNumber, commentsAbove(context, finding.line));
  return { title: l10n.t("Move line {0} above this one", after.lineNumber + 1), changes, preferred: true };
}

function added(context: FixContext, line: number, text: string, preferred: boolean): Draft {
  const title = l10n.t('Add "{0}" (fit the value)', text);
  return { title, changes: [insertedLines(context.file, line, [indentOf(context) + text])], preferred };
}

/** A section of checks says first what they are. */
function typed(context: FixContext): Draft[] {
  const { file, placed } = context;
  const isHttp = withKeyword(placedStatementsOf(file.uri, placed), "http-check").length > 0;
  const text = `type ${isHttp ? "httpchk" : "tcp-check"}`;
  const changes = [insertedLines(file, placed.firstLine + 1, [indentIn(file, placed) + text])];
  return [{ title: l10n.t('Add "{0}"', text), changes, preferred: true }];
}
