/** Reads the arguments of the command line and runs what they ask for. */
import manifest from "../../../package.json" with { type: "json" };
import { type Arguments, readArguments, setLanguage } from "./arguments.ts";
import { formatOption, releaseOption } from "./input.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

const help = `haproxy-sleuth ${manifest.version}: findings and known bugs in HAProxy configurations and crash logs

  haproxy-sleuth check [options] FILE…|DIRECTORY…|-
      what HAProxy would refuse or warn of, and the known bugs that the configurations are exposed to;
      each file is a configuration of its own, a directory stands for all *.cfg and *.haproxy below it
      -f FILE|DIRECTORY …       files that HAProxy loads together, in this order
      --release 3.0.2           the release in use, if no comment or image beside the file tells
      --format FORMAT           text, json, sarif, github or checkstyle
      --min-severity SEVERITY   error, warning, information or hint
      --only ID, --ignore ID    only these, or all but these (repeatable, or with commas)
      --fix [--dry-run]         apply the safe fixes, or show them as a diff
  haproxy-sleuth diagnose [--release R] [--config FILE] [--format FORMAT] [--lang en|zh-cn] LOG…|-
      crashes in the logs, and what is behind them: a known bug, a cause outside of HAProxy, or what to collect next
      --format FORMAT           text, json, markdown, or report: a redacted one for HAProxy's issue tracker
  haproxy-sleuth exposure [--release R] [--against R] [--format text|json|sarif|markdown] FILE…|-
      the known bugs that a configuration is exposed to, what to upgrade to, and what another release would change;
      all files are one configuration, as HAProxy loads them
  haproxy-sleuth explain ID [--release R] [--lang en|zh-cn]
      what a finding or a known bug is and what to do; ID may be "#2611" or a commit
  haproxy-sleuth lints [--format text|json] [--lang en|zh-cn]
      every finding that there is
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

/** Each command brings its own modules, loaded when it is asked for. */
async function runCommand(command: string, rest: readonly string[], streams: Streams): Promise<number> {
  switch (command) {
    case "check": {
      const [{ check }, { checkOptions }] = await Promise.all([import("./check.ts"), import("./checkOptions.ts")]);
      return check(checkOptions(rest), streams);
    }
    case "diagnose": {
      const { diagnose, diagnoseFormats } = await import("./diagnose.ts");
      const given = options(rest, ["release", "format", "lang", "config"]);
      setLanguage(given.text("lang"));
      const config = given.text("config");
      return diagnose(
        given.positionals,
        { release: releaseOption(given.text("release")), config, format: formatOption(given.text("format"), diagnoseFormats) },
        streams,
      );
    }
    case "exposure": {
      const { exposure } = await import("./exposure.ts");
      return exposure(rest, streams);
    }
    case "explain": {
      const { explain } = await import("./explain.ts");
      const given = options(rest, ["release", "lang"]);
      return explain(given.positionals, setLanguage(given.text("lang")), releaseOption(given.text("release")), streams);
    }
    case "lints": {
      const { lints } = await import("./lints.ts");
      const given = options(rest, ["format", "lang"]);
      setLanguage(given.text("lang"));
      return lints(given.positionals, formatOption(given.text("format"), ["text", "json"]), streams);
    }
    default:
      throw new UsageError(`"${command}" is no command; give check, diagnose, exposure, explain, lints or lsp (haproxy-sleuth --help)`);
  }
}

function options(args: readonly string[], names: readonly string[]): Arguments {
  return readArguments(args, Object.fromEntries(names.map((name) => [name, { type: "string" as const }])));
}
