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
