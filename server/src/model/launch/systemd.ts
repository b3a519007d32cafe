/** Units of systemd with their drop-ins, and files of variables such as /etc/default/haproxy. */
import { argumentsOf, commandWords, configPaths, type Launch, type Variables } from "./launch.ts";

/** What the packages of distributions put into their units. */
const packaged = {
  command: "haproxy -f $CONFIG -f $CFGDIR $EXTRAOPTS $OPTIONS",
  config: "/etc/haproxy/haproxy.cfg",
} as const;

/** What a unit and its drop-ins come to, in the order in which systemd reads them. */
interface Service {
  readonly commands: readonly string[];
  readonly variables: Variables;
  /** Files of variables, without the mark of those that may be missing. */
  readonly environmentFiles: readonly string[];
}

/** `texts`: the unit, where it is there, then its drop-ins by name. */
export function readService(texts: readonly string[]): Service {
  let commands: string[] = [];
  const variables = new Map<string, string>();
  const environmentFiles: string[] = [];
  for (const { key, value } of texts.flatMap(assignmentsOf)) {
    if (key === "ExecStart") commands = value === "" ? [] : [...commands, value];
    if (key === "EnvironmentFile" && value !== "") environmentFiles.push(value.replace(/^-/, ""));
    if (key !== "Environment") continue;
    for (const word of commandWords(value.replaceAll("$", "\\$"), new Map())) {
      const [, name, content] = /^(\w+)=([\s\S]*)$/.exec(word) ?? [];
      if (name !== undefined && content !== undefined) variables.set(name, content);
    }
  }
  return { commands, variables, environmentFiles };
}

/** How a unit starts HAProxy; a drop-in alone changes the unit of a package. `files`: variables of its files, over its own. */
export function launchOfService(name: string, { commands, variables }: Service, files: Variables): Launch | undefined {
  const all = new Map([...variables, ...files]);
  if (commands.length === 0) return launchOfVariables(name, all);
  for (const command of commands) {
    const words = argumentsOf(commandWords(command.replace(/^[-@:+!|]+/, ""), all));
    const paths = words && configPaths(words);
    if (paths !== undefined && paths.length > 0) return { name, paths, mounts: [] };
  }
  return undefined;
}

/** How the unit of a package starts HAProxy with these variables; undefined where they say nothing of files. */
export function launchOfVariables(name: string, variables: Variables): Launch | undefined {
  if (!["CONFIG", "CFGDIR", "EXTRAOPTS", "OPTIONS"].some((one) => variables.has(one))) return undefined;
  const known = new Map([["CONFIG", packaged.config], ...variables]);
  const used = known.has("CFGDIR") ? packaged.command : packaged.command.replace("-f $CFGDIR ", "");
  const paths = configPaths(argumentsOf(commandWords(used, known)) ?? []);
  return paths === undefined ? undefined : { name, paths, mounts: [] };
}

/** `NAME=value` a line, as a shell and systemd both read it. */
export function readVariables(text: string): Variables {
  const variables = new Map<string, string>();
  for (const line of text.replaceAll(/\\\r?\n/g, " ").split(/\r?\n/)) {
    const [, name, value] = /^\s*(?:export\s+)?(\w+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const words = commandWords(withoutComment(value), variables);
    variables.set(name, words.join(" "));
  }
  return variables;
}

function withoutComment(value: string): string {
  return value.replace(/\s#.*$/, "");
}

/** `Key=value` in [Service], with the lines that a backslash continues. */
function assignmentsOf(text: string): readonly { readonly key: string; readonly value: string }[] {
  const found: { key: string; value: string }[] = [];
  let section = "";
  for (const line of text.replaceAll(/\\\r?\n/g, " ").split(/\r?\n/)) {
    const header = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) section = header;
    const [, key, value] = /^\s*([A-Za-z]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (section === "Service" && key !== undefined && value !== undefined) found.push({ key, value: value.trimEnd() });
  }
  return found;
}
