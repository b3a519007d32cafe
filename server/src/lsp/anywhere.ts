/** One bundle for both: the language server of Node and that of a browser have all but their ends in common. */
if (typeof (globalThis as { readonly importScripts?: unknown }).importScripts === "function") void import("./worker.ts");
else void import("./main.ts");

export {};
