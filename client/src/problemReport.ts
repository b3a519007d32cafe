/** What a report on a problem of this extension should hold: circumstances only, no texts, names or addresses of the user's. */

export interface Circumstances {
  readonly extension: string;
  readonly editor: string;
  /** Desktop or browser, and the kind of remote. */
  readonly host: string;
  readonly language: string;
  readonly trusted: boolean;
  readonly server: string;
  /** Documents of ours: language > number of lines of each. */
  readonly documents: ReadonlyMap<string, readonly number[]>;
  readonly release: string | undefined;
  readonly releaseSource: string | undefined;
  /** Names of settings that somebody changed, and where; values may hold paths. */
  readonly settings: readonly string[];
}

/** Markdown, in English: it is for those who look after the extension. */
export function problemReport(found: Circumstances): string {
  const documents = [...found.documents].map(([language, lines]) => `${lines.length} ${language} (lines: ${lines.join(", ")})`);
  const rows: readonly (readonly [string, string])[] = [
    ["Extension", found.extension],
    ["VS Code", found.editor],
    ["Runs in", found.host],
    ["Language", found.language],
    ["Workspace trusted", found.trusted ? "yes" : "no"],
    ["Language server", found.server],
    ["Open documents", documents.join(", ") || "none"],
    ["HAProxy release in use", found.release === undefined ? "unknown" : `${found.release} (${found.releaseSource ?? "?"})`],
    ["Changed settings", found.settings.join(", ") || "none"],
  ];
  return ["| What | Value |", "| --- | --- |", ...rows.map(([what, value]) => `| ${what} | ${value.replaceAll("|", "\\|")} |`)].join("\n");
}
