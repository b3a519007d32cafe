/** Reads the arguments of the command line and runs what they ask for. */

import * as l10n from "@vscode/l10n";
import manifest from "../../../package.json" with { type: "json" };
import { languageOf } from "../knowledge/language.ts";
import { own } from "../knowledge/own.ts";
import { type Arguments, eitherOf, readArguments, setLanguage } from "./arguments.ts";
import { commandNames, help } from "./help.ts";
import { formatOption, releaseOption } from "./input.ts";
import { exitCodes, noSuchName, type Streams, UsageError } from "./output.ts";

/** Runs everything but `lsp`, which the entry point starts itself; gives the exit code and never throws. */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  try {
    return await dispatch(args, streams);
  } catch (error) {
    if (error instanceof UsageError) {
      streams.err(`haproxy-sleuth: ${error.message}\n`);
      return exitCodes.usage;
    }
    const defect = l10n.t("This is a defect of haproxy-sleuth; please report it");
    streams.err(`haproxy-sleuth: ${l10n.t("failed: {0}", error instanceof Error ? error.message : String(error))}\n${defect}\n`);
    return exitCodes.failure;
  }
}

async function dispatch(args: readonly string[], streams: Streams): Promise<number> {
  await setLanguage(languageIn(args) ?? languageOfTerminal(streams.locale));
  const [command, ...rest] = args;
  if (command === "--version" || command === "-v" || command === "version") {
    streams.out(`haproxy-sleuth ${manifest.version}\n`);
    return exitCodes.clean;
  }
  if (command === undefined || command === "help" || args.includes("--help") || args.includes("-h")) {
    (command === undefined ? streams.err : streams.out)(help());
    return command === undefined ? exitCodes.usage : exitCodes.clean;
  }
  return runCommand(command, rest, streams);
}

/** What `--lang` says, among whatever else there is: also what is wrong with the rest is told in that language. */
function languageIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^--lang(?:=|$)/.test(arg));
  return at < 0 ? undefined : (/=(.*)$/.exec(args[at] ?? "")?.[1] ?? args[at + 1]);
}

/** Only a terminal that shows what we write: ours is UTF-8. */
function languageOfTerminal(locale = ""): string {
  return /\.utf-?8\b/i.test(locale) ? languageOf(locale) : "en";
}

/** Commands that read their arguments themselves. */
const readingTheirOwn: Readonly<Record<string, () => Promise<(args: readonly string[], streams: Streams) => Promise<number>>>> = {
  exposure: async () => (await import("./exposure.ts")).exposure,
  format: async () => (await import("./formatFiles.ts")).format,
  map: async () => (await import("./map.ts")).map,
};

/** Each command brings its own modules, loaded when it is asked for. */
async function runCommand(command: string, rest: readonly string[], streams: Streams): Promise<number> {
  switch (command) {
    case "check": {
      const [{ check }, { checkOptions }] = await Promise.all([import("./check.ts"), import("./checkOptions.ts")]);
      return check(checkOptions(rest), streams);
    }
    case "diagnose": {
      const { diagnose, diagnoseFormats } = await import("./diagnose.ts");
      const given = options(rest, ["release", "format", "lang", "config"], ["survived"]);
      const [release, format] = [releaseOption(given.text("release")), formatOption(given.text("format"), diagnoseFormats)];
      return diagnose(given.positionals, { release, config: given.text("config"), format, survived: given.has("survived") }, streams);
    }
    case "scan": {
      const { scan } = await import("./scan.ts");
      const given = options(rest, ["release", "lang"], ["survived"]);
      if (given.positionals.some((name) => name !== "-"))
        throw new UsageError(l10n.t("scan reads standard input: {0}", "haproxy-sleuth scan <LOG"));
      return scan({ release: releaseOption(given.text("release")), survived: given.has("survived") }, streams);
    }
    case "explain": {
      const { explain } = await import("./explain.ts");
      const given = options(rest, ["release", "lang"]);
      return explain(given.positionals, releaseOption(given.text("release")), streams);
    }
    case "lints": {
      const { lints } = await import("./lints.ts");
      const given = options(rest, ["format", "lang"]);
      return lints(given.positionals, formatOption(given.text("format"), ["text", "json"]), streams);
    }
    default: {
      const load = own(readingTheirOwn, command);
      if (load !== undefined) return (await load())(rest, streams);
      throw noCommand(command);
    }
  }
}

function noCommand(name: string): UsageError {
  return noSuchName(
    l10n.t('"{0}" is no command', name),
    name,
    commandNames(),
    `${l10n.t("give {0}", eitherOf(commandNames()))} (haproxy-sleuth --help)`,
  );
}

function options(args: readonly string[], names: readonly string[], switches: readonly string[] = []): Arguments {
  const valued = names.map((name) => [name, { type: "string" as const }] as const);
  return readArguments(args, Object.fromEntries([...valued, ...switches.map((name) => [name, { type: "boolean" as const }] as const)]));
}
