/** Reads the arguments of the command line and runs what they ask for. */
import { parseArgs } from "node:util";
import bundle from "../../../l10n/bundle.l10n.zh-cn.json" with { type: "json" };
import manifest from "../../../package.json" with { type: "json" };
import type { Language } from "../knowledge/knowledge.ts";
import { speak } from "../knowledge/language.ts";
import { check } from "./check.ts";
import { diagnose } from "./diagnose.ts";
import { explain } from "./explain.ts";
import { formatOption, releaseOption } from "./input.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

const help = `haproxy-sleuth ${manifest.version}: known bugs in HAProxy configurations and crash logs

  haproxy-sleuth check [--release 3.0.2] [--format text|json] FILE…|-
      known bugs that the configurations are exposed to
  haproxy-sleuth diagnose [--release R] [--config FILE] [--format text|json] LOG…|-
      crashes in the logs, and the known bugs behind them
  haproxy-sleuth explain ID [--release R] [--lang en|zh-cn]
      what a known bug is and what to do; ID may be "#2611" or a commit
  haproxy-sleuth lsp --stdio
      the language server

Exit codes: 0 nothing found, 1 findings or incidents, 2 wrong usage or unreadable file, 3 failure of our own
`;

/** Runs everything but `lsp`, which the entry point starts itself; gives the exit code and never throws. */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  try {
    return await dispatch(args, streams);
  } catch (error) {
    if (error instanceof UsageError) {
      streams.err(`haproxy-sleuth: ${error.message}\n`);
      return exitCodes.usage;
    }
    streams.err(
      `haproxy-sleuth: failed: ${error instanceof Error ? error.message : String(error)}\nThis is a defect of haproxy-sleuth; please report it\n`,
    );
    return exitCodes.failure;
  }
}

async function dispatch(args: readonly string[], streams: Streams): Promise<number> {
  const [command, ...rest] = args;
  if (command === "--version" || command === "-v" || command === "version") {
    streams.out(`haproxy-sleuth ${manifest.version}\n`);
    return exitCodes.clean;
  }
  if (command === undefined || command === "help" || command === "--help" || command === "-h") {
    (command === undefined ? streams.err : streams.out)(help);
    return command === undefined ? exitCodes.usage : exitCodes.clean;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    streams.out(help);
    return exitCodes.clean;
  }
  return runCommand(command, rest, streams);
}

async function runCommand(command: string, rest: readonly string[], streams: Streams): Promise<number> {
  switch (command) {
    case "check": {
      const { values, positionals } = options(rest, ["release", "format", "lang"]);
      setLanguage(values["lang"]);
      return check(positionals, { release: releaseOption(values["release"]), format: formatOption(values["format"]) }, streams);
    }
    case "diagnose": {
      const { values, positionals } = options(rest, ["release", "format", "lang", "config"]);
      setLanguage(values["lang"]);
      return diagnose(
        positionals,
        { release: releaseOption(values["release"]), config: values["config"], format: formatOption(values["format"]) },
        streams,
      );
    }
    case "explain": {
      const { values, positionals } = options(rest, ["release", "lang"]);
      return explain(positionals, setLanguage(values["lang"]), releaseOption(values["release"]), streams);
    }
    default:
      throw new UsageError(`"${command}" is no command; give check, diagnose, explain or lsp (haproxy-sleuth --help)`);
  }
}

function options(args: readonly string[], names: readonly string[]): { values: Record<string, string | undefined>; positionals: string[] } {
  try {
    const definition = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
    const { values, positionals } = parseArgs({ args: [...args], options: definition, allowPositionals: true, strict: true });
    return { values: values as Record<string, string | undefined>, positionals };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} (haproxy-sleuth --help)`);
  }
}

function setLanguage(text: string | undefined): Language {
  const language = text?.toLowerCase() ?? "en";
  if (language !== "en" && language !== "zh-cn") throw new UsageError(`--lang "${text}" is not known; give en or zh-cn`);
  speak(language, bundle);
  return language;
}
