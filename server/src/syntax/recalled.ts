/** Memory for functions of a text: words of a configuration repeat, and what they mean does not change. */

import { alone } from "./alone.ts";

/** Texts kept; with more of them we start anew, so that no file makes us grow for ever. */
const mostTexts = 4096;
/** Longer words hardly repeat. */
const longestWord = 256;

/** The same function, computed once for each text as long as it is remembered. Its results are shared: they must not be changed. */
export function recalled<T>(compute: (text: string) => T, longest = longestWord): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longest) return compute(text);
    const found = known.get(text);
    if (found !== undefined) return found;
    // what is kept must not keep the document that it was cut from
    const own = alone(text);
    const value = compute(own);
    if (known.size >= mostTexts) known.clear();
    known.set(own, value);
    return value;
  };
}
