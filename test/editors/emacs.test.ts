/** Emacs with Eglot as a client, with the configuration that its page gives. */
import path from "node:path";
import { checkEditor, codeOn } from "../support/editorFixture.ts";

checkEditor({
  name: "Emacs with Eglot",
  program: "emacs",
  install: "apt-get install emacs-nox elpa-eglot",
  probe: ["--batch", "--eval", "(require 'eglot)"],
  settings: { file: "init.el", code: codeOn("emacs.md", "elisp") },
  args: (settings) => ["--batch", "-l", settings, "-l", path.join(import.meta.dirname, "emacs.el")],
});
