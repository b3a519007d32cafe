/** Shows what we say of texts on the machine below HAProxy. */
import { type AboveMachine, machineFindings } from "../../server/src/features/machine/findings.ts";
import { machineHover } from "../../server/src/features/machine/hover.ts";
import { readMachine } from "../../server/src/machine/read.ts";
import { machineKindOf } from "../../server/src/machine/recogniseMachine.ts";
import type { MachineSetting } from "../../server/src/machine/setting.ts";
import { withCursor } from "./configText.ts";

export function settingsIn(name: string, text: string): readonly MachineSetting[] {
  const kind = machineKindOf(name, text);
  return kind === undefined ? [] : readMachine(kind, text);
}

/** "2 warning jemalloc-map-count «2» > 0": the value, and the one that would end the finding. */
export function machineInWords(name: string, text: string, above: Partial<AboveMachine> = {}): string[] {
  const lines = text.split("\n");
  const found = machineFindings(name, settingsIn(name, text), { present: true, maxconn: undefined, ignored: [], ...above });
  return found.map(({ line, severity, code, span, instead }) => {
    const words = `${line + 1} ${severity} ${code} «${lines[line]?.slice(span.start, span.end)}»`;
    return instead === undefined ? words : `${words} > ${instead}`;
  });
}

/** Markdown of the hover at `$0`, or "nothing". */
export function machineHoverAt(name: string, marked: string, above: Partial<AboveMachine> & { threads?: number } = {}): string {
  const { text, line, column } = withCursor(marked);
  const options = {
    link: ({ id }: { id: string }) => `page:${id}`,
    above: { present: true, maxconn: undefined, ignored: [], threads: undefined, ...above },
  };
  return machineHover(settingsIn(name, text), line, column, options)?.markdown ?? "nothing";
}
