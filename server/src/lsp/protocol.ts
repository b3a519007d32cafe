/** What the client and the server say to each other beyond LSP: names and plain shapes, the only server file whose types the client imports. */

/** initializationOptions of our own client; every field may be missing with other clients. */
export interface InitializationOptions {
  /** Address of the folder with our bundles, for a server in a worker: it cannot see where it came from. */
  readonly resources?: string;
  /** Language of the person, as in VS Code's `env.language`. */
  readonly locale?: string;
  /** The client carries out our commands (see features/actions/codeActions.ts). */
  readonly commands?: boolean;
  /** The workspace is trusted: the haproxy binary may be asked for its release when the user's settings allow it. */
  readonly trusted?: boolean;
  /** Settings for clients that cannot be asked. */
  readonly haproxySleuth?: unknown;
}

/** Which release a document is read with. */
export interface ReleaseState {
  readonly uri: string;
  /** "3.0.2", absent when none is known. */
  readonly release?: string;
  readonly source?: "comment" | "setting" | "image" | "binary" | "log";
  /** What the source says, such as "3.0" or "3.0.2-alpine". */
  readonly text?: string;
  /** File that says so. */
  readonly file?: string;
  /** Only the branch is named; `release` is its newest known release. */
  readonly assumedNewest?: boolean;
  readonly problem?: "not-a-release" | "unknown-branch";
  /** Of a log: what its first crash is, and how many there are. */
  readonly crash?: string;
  readonly crashes?: number;
  /** Where the document is a part of a configuration of several files. */
  readonly configuration?: ConfigurationState;
}

/** A configuration of several files. */
export interface ConfigurationState {
  /** As the setting has it, or the name of what starts HAProxy. */
  readonly name: string;
  /** `assumed`: nothing says so but the texts themselves. */
  readonly source: "setting" | "unit" | "variables" | "compose" | "dockerfile" | "kubernetes" | "assumed";
  /** The file that says so, as seen from the workspace folder. */
  readonly manifest?: string;
  /** In the order in which HAProxy loads them. */
  readonly files: readonly string[];
  /** Paths of the setting that lead nowhere. */
  readonly missing: readonly string[];
}

/** An explanation page. */
export interface Explanation {
  readonly title: string;
  readonly markdown: string;
}

/** What was found in a log file that no editor holds. */
export interface FileAnalysis extends Explanation {
  /** Plain text for a ticket, without secrets. */
  readonly ticket: string;
  readonly crashes: number;
}

/** A statement that creates an exposure; lines and columns from 0, UTF-16. */
export interface ExposedStatement {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A drawing of where traffic goes; its elements carry the lines that they stand for (see features/map/svg.ts). */
export interface DrawnMap {
  readonly svg: string;
  readonly style: string;
}

/**
 * What the user's own haproxy says of a configuration, or why it was not asked. It runs only in a trusted workspace (`trusted` in
 * initializationOptions) and only where the user's own settings, never a workspace's, have haproxySleuth.haproxy.validate as
 * "onCommand" or "onSave"; these are settings asked for without a scope, initializationOptions and didChangeConfiguration.
 */
export interface Validation {
  readonly uri: string;
  /** All files of the configuration, in the order in which HAProxy reads them. */
  readonly files: readonly string[];
  /** `unlistened`: valid, but nothing in it listens. `off` and `untrusted`: nothing was run. `cancelled`: a later run took its place. */
  readonly state:
    | "valid"
    | "unlistened"
    | "warnings"
    | "refused"
    | "off"
    | "untrusted"
    | "not-found"
    | "no-permission"
    | "timeout"
    | "failed"
    | "cancelled";
  /** What the run came to, in the person's language. */
  readonly message: string;
  /** What to do about it, where haproxy gave no verdict. */
  readonly advice?: string;
  /** Release of the binary, "3.2.26". */
  readonly release?: string;
  /** What was run, or would be: "haproxy", "docker". */
  readonly program: string;
  /** How many alerts and warnings there are, with those that our own findings say already. */
  readonly errors: number;
  readonly warnings: number;
}

export interface BranchInfo {
  readonly branch: string;
  readonly newest: string;
}

/** Requests from the client: name, parameters, result. */
export interface Requests {
  "haproxySleuth/explanation": { params: { readonly advisory: string; readonly uri?: string }; result: Explanation | null };
  /** Of a configuration; `log`: an open log, whose release is the one that crashed. */
  "haproxySleuth/exposedStatements": {
    params: { readonly advisory: string; readonly uri: string; readonly log?: string };
    result: readonly ExposedStatement[];
  };
  /** What a configuration is exposed to; `against`: compared with that release, else with the newest branch of long support. */
  "haproxySleuth/exposureReport": { params: { readonly uri: string; readonly against?: string }; result: Explanation | null };
  /** All crashes of an open log. */
  "haproxySleuth/diagnosis": { params: { readonly uri: string }; result: Explanation | null };
  /** The same as plain text for a ticket, without secrets; null where there is no crash. */
  "haproxySleuth/ticket": { params: { readonly uri: string }; result: string | null };
  /** Reads a file of any size, gzip, xz or zstd as well; tells its progress under the token, in percent. Null where it was cancelled. */
  "haproxySleuth/analyseFile": {
    params: { readonly uri: string; readonly workDoneToken?: string | number };
    result: FileAnalysis | { readonly problem: string } | null;
  };
  "haproxySleuth/report": { params: { readonly uri: string; readonly configUri?: string }; result: string | null };
  "haproxySleuth/trafficMap": { params: { readonly uri: string }; result: DrawnMap | null };
  /** Has the user's own haproxy check the configuration that a document belongs to, also what is not saved; findings follow as diagnostics. */
  "haproxySleuth/validate": { params: { readonly uri: string }; result: Validation | null };
  "haproxySleuth/releaseState": { params: { readonly uri: string }; result: ReleaseState };
  "haproxySleuth/branches": { params: null; result: readonly BranchInfo[] };
}

/** Notifications, to either side. */
export interface Notifications {
  /** Server to client: the release of a document was found or changed. */
  "haproxySleuth/releaseChanged": ReleaseState;
  /** Server to client: haproxy has checked a configuration that was saved, or could not. */
  "haproxySleuth/validated": Validation;
  /** Client to server: addresses of the documents in open tabs; VS Code keeps documents alive long after their tabs are closed. */
  "haproxySleuth/openTabs": readonly string[];
  /** Client to server: the user now trusts the workspace. */
  "haproxySleuth/trusted": null;
}
