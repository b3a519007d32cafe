/** What only who reads a log needs, in a bundle of its own (scripts/bundles.mjs): the server reads it with the first log. */
import log from "./generated/log.json" with { type: "json" };
import signatures from "./generated/signatures.json" with { type: "json" };

export { log, signatures };
