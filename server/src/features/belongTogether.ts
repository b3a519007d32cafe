/** Whether a configuration and files in a folder beside it are parts of one, where nothing says so: only their texts can tell. */

import type { Hit } from "../lints/hit.ts";
import { duplicateSectionHits } from "../lints/lines/duplicates.ts";
import { duplicateProxyHits, referenceHits } from "../lints/whole/references.ts";
import { modelOf } from "../model/model.ts";
import type { ConfigFile } from "../syntax/config.ts";

/**
 * The parts have no global section, something in them needs the rest (a name, or defaults), and together no name is missing
 * and none is there twice. Where they were one configuration the last time, a missing name is a slip of the pen.
 */
export function belongTogether(
  main: ConfigFile,
  parts: readonly ConfigFile[],
  { wereTogether }: { readonly wereTogether: boolean },
): boolean {
  const files = [main, ...parts];
  if (parts.length === 0 || !has(main, "global") || parts.some((file) => has(file, "global"))) return false;
  const joint = namesAmiss(files);
  const alone = files.flatMap((file) => namesAmiss([file]));
  const duplicates = (hits: readonly Hit[]) => hits.filter((hit) => !isUndefined(hit)).length;
  if (duplicates(joint) > duplicates(alone)) return false;
  if (joint.some(isUndefined)) return wereTogether;
  return alone.some(isUndefined) || (has(main, "defaults") && parts.some(needsDefaults));
}

function namesAmiss(files: readonly ConfigFile[]): readonly Hit[] {
  const model = modelOf(files);
  return [...referenceHits(model, undefined), ...duplicateProxyHits(model, undefined), ...duplicateSectionHits(model, undefined)];
}

function isUndefined({ code }: Hit): boolean {
  return code.startsWith("undefined-");
}

function has(file: ConfigFile, kind: string): boolean {
  return file.sections.some(({ section }) => section.kind === kind);
}

/** A proxy stands before any defaults section of the file. */
function needsDefaults({ sections }: ConfigFile): boolean {
  const kinds = sections.map(({ section }) => section.kind).filter((kind) => /^(?:defaults|frontend|backend|listen)$/.test(kind));
  return kinds.length > 0 && kinds[0] !== "defaults";
}
