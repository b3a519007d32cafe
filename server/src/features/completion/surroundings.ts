/** What completion has to know besides the place: the model, the release, the proxy around the cursor. */
import type { MatchContext } from "../../model/interpretation/match.ts";
import type { Model } from "../../model/model.ts";
import { modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import type { Place } from "./place.ts";

export interface Surroundings {
  readonly model: Model;
  readonly branch: string | undefined;
  readonly proxy: Proxy | undefined;
  /** http or tcp where it is known; looked for when asked for. */
  readonly mode: string | undefined;
  readonly match: MatchContext;
  /** Classes of usual.yaml whose order of samples comes before that of the mode; the first that is there counts. */
  readonly samplesFor?: readonly string[];
}

/** What the statement and the words in front say of the samples that are usual there; rules for HTTP are written for HTTP. */
export function inStatement(around: Surroundings, { words }: Place): Surroundings {
  const [first = "", second = ""] = words.map(({ value }) => value);
  const before = (words.at(-1)?.value ?? "").replace(/\d+$/, "");
  const mode = around.mode === "tcp" && /^http-(?:request|response|after-response)$/.test(first) ? "http" : around.mode;
  const places = [`${first} ${second}`, before, first].map((place) => `fetch for ${place}`);
  return { ...around, mode, samplesFor: places.flatMap((place) => [`${place} in ${mode}`, place]) };
}

export function surroundingsOf(model: Model, place: Place, branch: string | undefined, match: MatchContext): Surroundings {
  const { section } = place;
  const proxy = model.proxies.find(({ placed, uri }) => placed.section === section && uri === place.uri);
  return {
    model,
    branch,
    proxy,
    get mode() {
      return proxy === undefined ? ownMode(place) : modeOf(proxy).mode;
    },
    match,
  };
}

/** A defaults section that names no mode leaves it open. */
function ownMode({ section }: Place): string | undefined {
  const words = section.lines.find(({ words }) => words[0]?.value === "mode")?.words;
  return words?.[1]?.value;
}
