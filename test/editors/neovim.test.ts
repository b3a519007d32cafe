/** Neovim as a client, with the configuration that its page gives. */
import path from "node:path";
import { checkEditor, codeOn } from "../support/editorFixture.ts";

checkEditor({
  name: "Neovim",
  program: "nvim",
  install: "apt-get install neovim",
  probe: ["--version"],
  settings: { file: "init.lua", code: codeOn("neovim.md", "lua") },
  args: (settings) => ["--headless", "-n", "-i", "NONE", "-u", settings, "-S", path.join(import.meta.dirname, "neovim.lua")],
});
