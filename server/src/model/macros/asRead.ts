/** A configuration without what a release skips: lines behind an `.if` that is certainly false, and macros that are decided. */

import { buildName } from "../../knowledge/buildFeatures.ts";
import { once } from "../../knowledge/once.ts";
import type { Release } from "../../knowledge/release.ts";
import { type ConfigFile, isMacro, type Section, withLines } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";
import { sign } from "../../syntax/signs.ts";
import { type Stretch, stretchesOf } from "../../syntax/stretches.ts";
import { type Model, modelOf } from "../model.ts";
import { type Blocks, blocksOf, type MacroIssue } from "./blocks.ts";
import { Environment } from "./environment.ts";

export interface Reading {
  /** Lines keep their numbers; those that HAProxy does not read have no words. */
  readonly model: Model;
  readonly issues: readonly (MacroIssue & { readonly uri: string })[];
  /** Whether common builds read a line, which counts from 0. */
  readonly readCommonly: (uri: string, line: number) => boolean;
}

interface Remembered {
  readonly key: string;
  readonly reading: Reading;
}
const memo = { open: new WeakMap<Model, Remembered>(), bare: new WeakMap<Model, Remembered>() };

/**
 * What a release reads of a configuration; the very same model where there is no macro.
 * Variables that the configuration does not set are not known (`open`), or not there (`bare`).
 */
export function asRead(model: Model, release: Release | undefined, variables: "open" | "bare" = "open"): Reading {
  if (!model.files.some(hasMacros)) return { model, issues: [], readCommonly: () => true };
  const key = release === undefined ? "" : buildName(release);
  const known = memo[variables].get(model);
  if (known?.key === key) return known.reading;
  const environment = new Environment(release?.branch, variables === "bare");
  const read = model.files.map((file) => ({ file, blocks: blocksOf(file, release, environment) }));
  const issues = read.flatMap(({ file, blocks }) => blocks.issues.map((issue) => ({ ...issue, uri: file.uri })));
  const files = read.map(({ file, blocks }) => withoutSkipped(file, blocks));
  const reading = {
    model: files.every((file, i) => file === model.files[i]) ? model : modelOf(files, model.scripts, model.scriptPlaces),
    issues,
    readCommonly: commonReading(model, release),
  };
  memo[variables].set(model, { key, reading });
  return reading;
}

function commonReading({ files }: Model, release: Release | undefined): Reading["readCommonly"] {
  const all = once(() => {
    const environment = new Environment(release?.branch, false);
    return new Map(files.map((file) => [file.uri, blocksOf(file, release, environment, true).read]));
  });
  return (uri, line) => all().get(uri)?.[line] === true;
}

function hasMacros(file: ConfigFile): boolean {
  return stretchesOf(file).some(anyHoldsMacro);
}

const anyHoldsMacro = perObject(({ sections }: Stretch) => sections.some(({ section }) => holdsMacro(section)));

const holdsMacro = perObject(({ lines }: Section) => lines.some((line) => (line.signs & sign.dot) !== 0 && isMacro(line)));

/** Sections keep their identity as long as their lines do, as those of the file itself. */
const byHeader = new WeakMap<Line, Section>();

function withoutSkipped(file: ConfigFile, { read, decided }: Blocks): ConfigFile {
  if (!read.includes(false) && decided.size === 0) return file;
  const lines = file.lines.map((line, i) => ((read[i] === false || decided.has(i)) && line.words.length > 0 ? silent(line) : line));
  const result = withLines(file, lines, (header) => byHeader.get(header));
  for (const { section } of result.sections) if (section.lines[0] !== undefined) byHeader.set(section.lines[0], section);
  return result;
}

/** The line without its words; always the same object for the same line. */
const silent = perObject((line: Line): Line => ({ ...line, raw: line.raw, words: [], problems: line.problems }));
