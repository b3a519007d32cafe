/** How something starts HAProxy: the configuration files it is given, read from the words of its command. */

/** A place of the workspace as HAProxy sees it; `source` is as the manifest writes it. */
export interface Mount {
  readonly source: string;
  readonly target: string;
}

export interface Launch {
  /** The unit or the service that starts HAProxy. */
  readonly name: string;
  /** What stands behind each -f, in order. */
  readonly paths: readonly string[];
  readonly mounts: readonly Mount[];
}

export type Variables = ReadonlyMap<string, string>;

/** Stands in a word for a variable that nobody sets. */
const unknown = "\0";

/**
 * Words of a command as a shell or systemd would split them; variables are put in, and split where they stand outside of quotes.
 * A variable without a value leaves nothing, or a mark that `configPaths` finds.
 */
export function commandWords(text: string, variables: Variables): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  const add = (part: string) => {
    word = (word ?? "") + part;
  };
  const end = () => {
    if (word !== undefined && word !== unknown) words.push(word);
    word = undefined;
  };
  for (const { 0: whole, groups } of text.matchAll(pieces)) {
    const { single, double, escaped, variable } = groups ?? {};
    if (single !== undefined) add(single);
    else if (double !== undefined) add(double.replace(inQuotes, (one) => (one.startsWith("\\") ? one.slice(1) : valueOf(one, variables))));
    else if (escaped !== undefined) add(escaped === "\n" ? "" : escaped);
    else if (/^\s/.test(whole)) end();
    else if (variable === undefined) add(whole);
    else {
      const [first = "", ...more] = valueOf(variable, variables).split(/\s+/);
      add(first);
      for (const part of more) {
        end();
        add(part);
      }
    }
  }
  end();
  return words.filter((one) => one !== "");
}

const pieces =
  /'(?<single>[^']*)'|"(?<double>(?:\\[\s\S]|[^"\\])*)"|\\(?<escaped>[\s\S])|(?<variable>\$\w+|\$\{[^}]{0,300}\})|\s+|[^\s'"\\$]+|[\s\S]/g;
const inQuotes = /\\["\\$`]|\$\w+|\$\{[^}]{0,300}\}/g;

/** `$NAME`, `${NAME}`, `${NAME:-preset}`. */
function valueOf(variable: string, variables: Variables): string {
  const [, name = "", preset] = /^\$\{?(\w+)(?::?-([^}]*))?/.exec(variable) ?? [];
  return variables.get(name) ?? preset ?? unknown;
}

/** Whether a word names the program, wherever it lies. */
function isHaproxy(word: string): boolean {
  return /^(?:.*\/)?haproxy(?:-[\w.-]*)?$/.test(word);
}

/** Words behind the program's name, also where a shell is given the command as one word; undefined where HAProxy is not started. */
export function argumentsOf(words: readonly string[]): readonly string[] | undefined {
  const at = words.findIndex(isHaproxy);
  if (at >= 0) return words.slice(at + 1);
  const shell = words.find((word) => /\s/.test(word) && /\bhaproxy\s/.test(word));
  if (shell === undefined) return undefined;
  const inner = commandWords(shell, new Map());
  return argumentsOf(inner.filter((word) => !/\s/.test(word)));
}

/** What stands behind -f and --, below the folder of -C; undefined where a path is not known. */
export function configPaths(words: readonly string[]): readonly string[] | undefined {
  const paths: string[] = [];
  const folder = words[words.indexOf("-C") + 1];
  for (let i = 0; i < words.length; i++) {
    if (words[i] === "--") {
      paths.push(...words.slice(i + 1));
      break;
    }
    if (words[i] === "-f" && words[i + 1] !== undefined) paths.push(words[++i] as string);
  }
  const placed = words.includes("-C") ? paths.map((one) => (one.startsWith("/") ? one : `${folder ?? "\0"}/${one}`)) : paths;
  return placed.some((one) => /[\0%]/.test(one)) ? undefined : placed;
}
