/** All pages, in a bundle of its own (esbuild.mjs); only pages.ts loads it. */
import compiled from "./generated/pages.json" with { type: "json" };
import type { Pages } from "./pages.ts";

export const pages = compiled as Pages;
