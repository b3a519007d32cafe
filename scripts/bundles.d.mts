/** Types for the tests. */
import type { BuildOptions } from "esbuild";

export const server: BuildOptions;
export const serverProgram: readonly BuildOptions[];
export const bundles: readonly BuildOptions[];
