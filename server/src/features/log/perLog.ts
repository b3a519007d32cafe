/** Memory for what is derived from a log: computed once for each version of its text. */
import type { LogText } from "../../incident/logText.ts";

export function perLog<T>(compute: (log: LogText) => T): (log: LogText) => T {
  const known = new WeakMap<LogText, { readonly value: T }>();
  return (log) => {
    const found = known.get(log) ?? { value: compute(log) };
    known.set(log, found);
    return found.value;
  };
}
