/** Types for the tests. */
import type { BuildOptions } from "esbuild";

export const server: BuildOptions;
/** What `server` reads with the first log; it must lie beside. */
export const cold: BuildOptions;
export const bundles: readonly BuildOptions[];
