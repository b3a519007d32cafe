/** What `--help` prints: the forms of the commands, and in words what they do. */
import * as l10n from "@vscode/l10n";
import manifest from "../../../package.json" with { type: "json" };
import { exitCodes } from "./output.ts";

/** An option, and what it does. */
type Option = readonly [form: string, says: string];

interface Command {
  readonly form: string;
  readonly says: readonly string[];
  readonly options?: readonly Option[];
}

function all(): readonly Command[] {
  return [...reading(), ...showing()];
}

/** Names of the commands, in the order of the help. */
export function commandNames(): readonly string[] {
  return all().map(({ form }) => form.split(" ")[0] ?? "");
}

export function help(): string {
  const commands = all().map(({ form, says, options = [] }) => {
    const width = Math.max(...options.map(([option]) => option.length)) + 2;
    const rows = options.map(([option, what]) => option.padEnd(width) + what);
    return [`  haproxy-sleuth ${form}`, ...[...says, ...rows].map((line) => `      ${line}`)].join("\n");
  });
  const { clean, found, usage, failure } = exitCodes;
  const codes = l10n.t(
    "Exit codes: {0} nothing found, {1} findings or incidents, {2} wrong usage, or something that cannot be read or written, {3} failure of our own",
    ...[clean, found, usage, failure],
  );
  const language = l10n.t("--lang en|zh-cn says in which language; without it the locale does");
  const title = l10n.t("findings and known bugs in HAProxy configurations and crash logs");
  return `haproxy-sleuth ${manifest.version}: ${title}\n\n${commands.join("\n")}\n\n${language}\n${codes}\n`;
}

/** Commands that look for something. */
function reading(): readonly Command[] {
  return [
    {
      form: "check [options] FILE…|DIRECTORY…|-",
      says: [
        l10n.t("what HAProxy would refuse or warn of, and the known bugs that the configurations are exposed to;"),
        l10n.t("each file is a configuration of its own, a directory stands for all *.cfg and *.haproxy below it"),
      ],
      options: checkOptions(),
    },
    {
      form: "diagnose [options] LOG…|DIRECTORY…|-",
      says: [
        l10n.t("crashes in the logs (also .gz, .xz and .zst), and what is behind them: a known bug, a cause outside of HAProxy,"),
        l10n.t("or what to collect next"),
      ],
      options: [
        ["--release R, --config FILE", l10n.t("the release and the configuration that crashed")],
        ["--format FORMAT", l10n.t("text, json, sarif, markdown, or report: a redacted one for HAProxy's issue tracker")],
        ["--survived", l10n.t("also what HAProxy survives: warnings, blocked traffic, errors of Lua scripts")],
      ],
    },
    {
      form: "scan [--release R] [--survived]",
      says: [l10n.t("reads a log from standard input without end and prints each crash as a line of JSON when it is complete")],
    },
    {
      form: "exposure [--release R] [--against R] [--format text|json|sarif|markdown] FILE…|-",
      says: [
        l10n.t("the known bugs that a configuration is exposed to, what to upgrade to, and what another release would change;"),
        l10n.t("all files are one configuration, as HAProxy loads them"),
      ],
    },
  ];
}

function checkOptions(): readonly Option[] {
  return [
    ["-f FILE|DIRECTORY …", l10n.t("files that HAProxy loads together, in this order")],
    ["--release 3.0.2", l10n.t("the release to judge by, whatever comments and images say")],
    ['--features "+QUIC -LUA"', l10n.t("how HAProxy was built, in the words of haproxy -vv: decides what needs QUIC, and .if feature()")],
    ["--format FORMAT", l10n.t("text, json, sarif, github or checkstyle")],
    ["--min-severity SEVERITY", l10n.t("error, warning, information or hint")],
    ["--only ID, --ignore ID", l10n.t("only these, or all but these (repeatable, or with commas)")],
    ["--haproxy PATH", l10n.t("ask this haproxy binary as well (haproxy -c, which also runs the Lua scripts it loads)")],
    ["--fix [--dry-run]", l10n.t("apply the safe fixes, or show them as a diff")],
  ];
}

/** Commands that lay out, draw and explain. */
function showing(): readonly Command[] {
  return [
    {
      form: "format [--check|--write] [--indent N|tab] [--align-columns] FILE…|DIRECTORY…|-",
      says: [
        l10n.t("prints the configuration laid out: blanks only, every word and comment stays; --write changes the files,"),
        l10n.t("--check names those that would change and ends with 1"),
      ],
    },
    {
      form: "map [--format mermaid|dot|svg|json] FILE…|-",
      says: [l10n.t("where traffic goes: frontends, backends, servers, tables and peers as a graph")],
    },
    {
      form: "explain ID [--release R]",
      says: [l10n.t('what a finding or a known bug is and what to do; ID may be "#2611" or a commit')],
    },
    { form: "lints [--format text|json]", says: [l10n.t("every finding that there is")] },
    { form: "lsp --stdio", says: [l10n.t("the language server")] },
  ];
}
