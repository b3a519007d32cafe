/** `map`: where traffic goes, as a drawing or as text for other programs. */

import { svgOf } from "../features/map/svg.ts";
import { dotOf, mermaidOf } from "../features/map/text.ts";
import { type TrafficMap, trafficMap } from "../features/map/trafficMap.ts";
import { own } from "../knowledge/own.ts";
import { notKnown, readArguments } from "./arguments.ts";
import { loadConfiguration } from "./configuration.ts";
import { exitCodes, needsFile, type Streams } from "./output.ts";
import { fileSets } from "./sources.ts";

const formats: Readonly<Record<string, (map: TrafficMap) => string>> = {
  mermaid: mermaidOf,
  dot: dotOf,
  svg: (map) => `${svgOf(map)}\n`,
  json: (map) => `${JSON.stringify(map, undefined, 2)}\n`,
};

export async function map(args: readonly string[], streams: Streams): Promise<number> {
  const given = readArguments(args, {
    file: { type: "string", short: "f", multiple: true },
    format: { type: "string" },
    lang: { type: "string" },
  });
  const names = [...given.texts("file"), ...given.positionals];
  if (names.length === 0) throw needsFile("map [--format mermaid|dot|svg|json] FILE…");
  const name = given.text("format") ?? "mermaid";
  const format = own(formats, name);
  if (format === undefined) throw notKnown("format", name, Object.keys(formats));
  // all files are one configuration, as HAProxy loads them
  const [files = []] = await fileSets(names, []);
  const { model } = await loadConfiguration(files, undefined, streams);
  streams.out(format(trafficMap(model)));
  return exitCodes.clean;
}
