/** Types for the tests. */
import type { BuildOptions } from "esbuild";

export const server: BuildOptions;
export const bundles: readonly BuildOptions[];
