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
      --release 3.0.2           the release to judge by, whatever comments and images say
      --features "+QUIC -LUA"   how HAProxy was built, in the words of haproxy -vv: decides what needs QUIC, and .if feature()
      --format FORMAT           text, json, sarif, github or checkstyle
      --min-severity SEVERITY   error, warning, information or hint
      --only ID, --ignore ID    only these, or all but these (repeatable, or with commas)
      --haproxy PATH            ask this haproxy binary as well (haproxy -c, which also runs the Lua scripts it loads)
      --fix [--dry-run]         apply the safe fixes, or show them as a diff
  haproxy-sleuth diagnose [options] LOG…|DIRECTORY…|-
      crashes in the logs (also .gz, .xz and .zst), and what is behind them: a known bug, a cause outside of HAProxy,
      or what to collect next
      --release R, --config FILE   the release and the configuration that crashed
      --format FORMAT              text, json, sarif, markdown, or report: a redacted one for HAProxy's issue tracker
      --survived                   also what HAProxy survives: warnings, blocked traffic, errors of Lua scripts
  haproxy-sleuth scan [--release R] [--survived]
      reads a log from standard input without end and prints each crash as a line of JSON when it is complete
  haproxy-sleuth exposure [--release R] [--against R] [--format text|json|sarif|markdown] FILE…|-
      the known bugs that a configuration is exposed to, what to upgrade to, and what another release would change;
      all files are one configuration, as HAProxy loads them
  haproxy-sleuth format [--check|--write] [--indent N|tab] [--align-columns] FILE…|DIRECTORY…|-
      prints the configuration laid out: blanks only, every word and comment stays; --write changes the files,
      --check names those that would change and ends with 1
  haproxy-sleuth map [--format mermaid|dot|svg|json] FILE…|-
      where traffic goes: frontends, backends, servers, tables and peers as a graph
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
      return check(await checkOptions(rest), streams);
    }
    case "diagnose": {
      const { diagnose, diagnoseFormats } = await import("./diagnose.ts");
      const given = options(rest, ["release", "format", "lang", "config"], ["survived"]);
      await setLanguage(given.text("lang"));
      const [release, format] = [releaseOption(given.text("release")), formatOption(given.text("format"), diagnoseFormats)];
      return diagnose(given.positionals, { release, config: given.text("config"), format, survived: given.has("survived") }, streams);
    }
    case "scan": {
      const { scan } = await import("./scan.ts");
      const given = options(rest, ["release", "lang"], ["survived"]);
      if (given.positionals.some((name) => name !== "-")) throw new UsageError("scan reads standard input: haproxy-sleuth scan <LOG");
      await setLanguage(given.text("lang"));
      return scan({ release: releaseOption(given.text("release")), survived: given.has("survived") }, streams);
    }
    case "explain": {
      const { explain } = await import("./explain.ts");
      const given = options(rest, ["release", "lang"]);
      return explain(given.positionals, await setLanguage(given.text("lang")), releaseOption(given.text("release")), streams);
    }
    case "lints": {
      const { lints } = await import("./lints.ts");
      const given = options(rest, ["format", "lang"]);
      await setLanguage(given.text("lang"));
      return lints(given.positionals, formatOption(given.text("format"), ["text", "json"]), streams);
    }
    default: {
      const own = Object.hasOwn(readingTheirOwn, command) ? readingTheirOwn[command] : undefined;
      if (own !== undefined) return (await own())(rest, streams);
      throw new UsageError(
        `"${command}" is no command; give check, diagnose, scan, exposure, format, map, explain, lints or lsp (haproxy-sleuth --help)`,
      );
    }
  }
}

function options(args: readonly string[], names: readonly string[], switches: readonly string[] = []): Arguments {
  const valued = names.map((name) => [name, { type: "string" as const }] as const);
  return readArguments(args, Object.fromEntries([...valued, ...switches.map((name) => [name, { type: "boolean" as const }] as const)]));
}
