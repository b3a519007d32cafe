/** What an editor starts in Node: the language server, with its code as V8 kept it. */
import path from "node:path";
import { runBundle } from "../host/start/codeCache.ts";

runBundle(path.join(__dirname, "languageServer.js"));
