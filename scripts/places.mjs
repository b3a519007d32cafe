/** What the bundles are made of, and where they run. */
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");

/** True in a worker of a browser, and nowhere in Node. */
export const inWorker = 'typeof importScripts === "function"';
