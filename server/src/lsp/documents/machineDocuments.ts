/** Open documents on the machine below HAProxy, in the light of the configuration that is open beside them. */
import type { Note } from "../../features/hover/configHover.ts";
import { type AboveMachine, type MachineFinding, machineFindings } from "../../features/machine/findings.ts";
import { machineHover } from "../../features/machine/hover.ts";
import type { Advisory } from "../../knowledge/knowledge.ts";
import { readMachine } from "../../machine/read.ts";
import { machineKindOf } from "../../machine/recogniseMachine.ts";
import type { MachineSetting } from "../../machine/setting.ts";
import type { Model } from "../../model/model.ts";
import { globalStatements, startsWith, wordOf } from "../../model/statement.ts";
import type { OpenDocument } from "./openDocument.ts";
import type { Session } from "./session.ts";

function settingsIn({ uri, text }: OpenDocument): readonly MachineSetting[] {
  const kind = machineKindOf(uri, text);
  return kind === undefined ? [] : readMachine(kind, text);
}

export function findingsOnMachine(session: Session, open: OpenDocument): readonly MachineFinding[] {
  return machineFindings(open.uri, settingsIn(open), aboveOf(session, open));
}

export function machineHoverAt(
  session: Session,
  open: OpenDocument,
  line: number,
  column: number,
  link: (advisory: Advisory) => string,
): Note | undefined {
  const nbthread = modelBeside(session)?.nbthread;
  const threads = nbthread && numberOf(wordOf(nbthread, 1));
  return machineHover(settingsIn(open), line, column, { link, above: { ...aboveOf(session, open), threads } });
}

function aboveOf(session: Session, open: OpenDocument): AboveMachine {
  const present = open.haproxyBeside || [...session.documents.values()].some(({ kind }) => kind === "config");
  return { present, maxconn: maxconnIn(modelBeside(session)), ignored: open.settings.ignoredAdvisories };
}

function modelBeside(session: Session): Model | undefined {
  const config = session.companion();
  return config && session.modelOf(config);
}

/** The first one counts (see `once` in the grammar of `global`); what stands behind `.if` or in a variable is not known. */
function maxconnIn(model: Model | undefined): number | undefined {
  const first = model && globalStatements(model.files).find((at) => startsWith(at, "maxconn"));
  return first === undefined || first.statement.conditional ? undefined : numberOf(wordOf(first, 1));
}

function numberOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
