/** Reads the settings that matter to HAProxy out of a text of a known kind. */
import { readDockerfile } from "./dockerfile.ts";
import { readManifest } from "./manifest.ts";
import { readLimits, readProcSys, readShown } from "./outputs.ts";
import type { MachineKind } from "./recogniseMachine.ts";
import { largestMachineText, type MachineSetting } from "./setting.ts";
import { readSysctl } from "./sysctl.ts";
import { readUnit } from "./unit.ts";

const readers: Readonly<Record<MachineKind, (text: string) => readonly MachineSetting[]>> = {
  sysctl: readSysctl,
  unit: readUnit,
  dockerfile: readDockerfile,
  manifest: readManifest,
  // a copy of a unit that stands elsewhere
  "shown-unit": (text) => readUnit(text).map((setting) => ({ ...setting, printed: true })),
  shown: readShown,
  "proc-sys": readProcSys,
  limits: readLimits,
};

/** In the order of the lines. */
export function readMachine(kind: MachineKind, text: string): readonly MachineSetting[] {
  return text.length > largestMachineText ? [] : readers[kind](text);
}
