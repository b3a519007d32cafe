/** The classes of the grammar, such as "global", "proxy" or "http-request", as the compiled data has them. */
import compiled from "../../server/src/knowledge/generated/grammar.json" with { type: "json" };

export const grammarClasses: readonly string[] = Object.keys(compiled.entries);
