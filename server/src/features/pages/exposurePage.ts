/** The exposure report as Markdown: for the editor's preview, and for `haproxy-sleuth exposure --format markdown`. */
import * as l10n from "@vscode/l10n";
import type { Advisory, Effect } from "../../knowledge/knowledge.ts";
import { language } from "../../knowledge/language.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import { endOfLife, standingOf } from "../../knowledge/standing.ts";
import type { Hit } from "../../lints/hit.ts";
import type { PlacedStatement } from "../../model/statement.ts";
import { fileName } from "../../syntax/fileName.ts";
import { plain } from "../../syntax/plain.ts";
import { fixInWords, knownAs } from "../advice.ts";
import type { BehaviourChange } from "../behaviour.ts";
import { type Comparison, type ExposureReport, type ExposureRow, toldOf } from "../exposureReport.ts";
import { canCrash, endInWords, upgradeInShort } from "../exposureSummary.ts";

export interface PageOptions {
  /** Address of a statement; undefined where only its name and line can be given. */
  readonly link: (at: PlacedStatement) => string | undefined;
  /** "haproxy.cfg:12" */
  readonly nameOf: (at: PlacedStatement) => string;
  /** Somebody asked for the comparison: it comes before the tables. */
  readonly comparedFirst?: boolean;
}

/** Statements shown in one row. */
const mostPlaces = 6;

export function exposurePage(report: ExposureReport, comparisons: readonly Comparison[], options: PageOptions): string {
  const { release, rows } = report;
  const exposed = rows.filter(({ state }) => state === "exposed");
  const possible = rows.filter(({ state, statements }) => state === "possible" && statements.length > 0);
  const anywhere = rows.filter(({ state, statements }) => state === "possible" && statements.length === 0);
  const compared = comparisons.map((one) => comparisonPart(one, options));
  const parts = [
    `# ${l10n.t("HAProxy {0}: what this configuration is exposed to", releaseName(release))}`,
    headLines(report)
      .map((line) => `> ${line}`)
      .join("  \n"),
    ...(options.comparedFirst === true ? compared : []),
    exposed.length === 0 ? "" : `## ${l10n.t("Exposed")}\n\n${table(exposed, release, options)}`,
    possible.length === 0
      ? ""
      : `## ${l10n.t("Possibly exposed")}\n\n${l10n.t("The configuration has what these need, but it alone does not decide.")}\n\n${table(possible, release, options)}`,
    anywhere.length === 0 ? "" : `## ${l10n.t("Whatever the configuration says")}\n\n${anywhereList(anywhere, release)}`,
    ...(options.comparedFirst === true ? [] : compared),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Counts, what to upgrade to, and how the branch stands. */
export function headLines({ release, rows, upgrade, newest }: ExposureReport): readonly string[] {
  const exposed = rows.filter(({ state }) => state === "exposed");
  const crashes = exposed.filter(({ advisory }) => canCrash(advisory)).length;
  const counts = [exposed.length, crashes, rows.length - exposed.length] as const;
  const lines = [l10n.t("Known bugs: {0} for certain, of which {1} can crash or hang it; {2} possibly", ...counts)];
  const short = upgradeInShort(upgrade);
  if (short !== undefined) lines.push(l10n.t("What to do: {0}", short));
  if (newest !== undefined && releaseName(newest) !== releaseName(release))
    lines.push(l10n.t("Newest release of the branch that we know: {0}", releaseName(newest)));
  const end = endInWords(release.branch);
  const quarter = endOfLife(release.branch)?.quarter;
  if (end !== undefined) lines.push(l10n.t("Upstream fixes nothing more here: {0}", end));
  else if (quarter !== undefined) lines.push(l10n.t("Upstream maintains branch {0} until {1}", release.branch, quarter));
  return lines;
}

function table(rows: readonly ExposureRow[], release: Release, options: PageOptions): string {
  const head = [l10n.t("Effect"), l10n.t("Level"), l10n.t("Known bug"), l10n.t("Statements"), l10n.t("Fixed in")];
  const lines = rows.map(({ advisory, statements }) => {
    const standing = standingOf(advisory, release);
    const cells = [
      effectInWords(advisory.effect),
      levelInWords(advisory.severity),
      titleWithLink(advisory),
      statementList(statements, options),
      standing.state === "affected" && standing.fixedIn !== undefined ? standing.fixedIn : fixInWords(advisory, standing, release),
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...lines].join("\n");
}

/** People know a bug by what it does; its id stands where the pointer rests. */
function titleWithLink(advisory: Advisory): string {
  return l10n.t("{0} ({1})", advisory.title[language()], `[${knownAs(advisory)}](${advisory.issueUrl} "${advisory.id}")`);
}

/** Bugs of the machine, of reloads and of the CLI: one line each. */
function anywhereList(rows: readonly ExposureRow[], release: Release): string {
  return rows
    .map(({ advisory }) => {
      const fix = fixInWords(advisory, standingOf(advisory, release), release);
      return `- ${titleWithLink(advisory)}: ${effectInWords(advisory.effect)}, ${fix}`;
    })
    .join("\n");
}

/** "haproxy.cfg:20, 29, 35, other.cfg:3": the name of a file stands before the first of its lines. */
function statementList(statements: readonly PlacedStatement[], { link, nameOf }: PageOptions): string {
  let before = "";
  const shown = statements.slice(0, mostPlaces).map((at) => {
    const whole = nameOf(at);
    const file = whole.replace(/:\d+$/, "");
    const name = plain(file === before ? whole.slice(file.length + 1) : whole);
    before = file;
    const address = link(at);
    return address === undefined ? `\`${name}\`` : `[${name}](${address})`;
  });
  if (statements.length > mostPlaces) shown.push(l10n.t("{0} more", statements.length - mostPlaces));
  return shown.length === 0 ? "–" : shown.join(l10n.t(", "));
}

/** As HAProxy's project grades its bugs. */
function levelInWords(level: Advisory["severity"]): string {
  const words: Readonly<Record<NonNullable<Advisory["severity"]>, string>> = {
    minor: l10n.t("minor"),
    medium: l10n.t("medium"),
    major: l10n.t("major"),
    critical: l10n.t("critical"),
  };
  return level === undefined ? "–" : words[level];
}

export function effectInWords(effect: Effect): string {
  const words: Readonly<Record<Effect, string>> = {
    crash: l10n.t("crash"),
    hang: l10n.t("hang"),
    corruption: l10n.t("memory corruption"),
    security: l10n.t("security"),
    leak: l10n.t("leak"),
    "wrong-result": l10n.t("wrong result"),
    environment: l10n.t("environment"),
  };
  return words[effect];
}

/** What to change first, then what is won and lost. */
function comparisonPart({ from, to, ended, staying, brought, words, behaviour }: Comparison, options: PageOptions): string {
  const list = (heading: string, rows: readonly string[]) =>
    rows.length === 0 ? [] : [`### ${heading} (${rows.length})`, rows.join("\n")];
  const end = endInWords(to.branch);
  const bugs = (heading: string, rows: readonly ExposureRow[]) =>
    rows.length === 0 ? [] : [`### ${heading} (${rows.length})`, bugList(rows).join("\n")];
  return [
    `## ${l10n.t("From {0} to {1}", releaseName(from), releaseName(to))}`,
    ...(end === undefined ? [] : [`> ${end}`]),
    ...(words.length === 0 ? [l10n.t("Every word of this configuration stays valid.")] : []),
    ...list(
      l10n.t("Words of this configuration that change"),
      words.map((hit) => `- \`${plain(`${fileName(hit.uri)}:${hit.line + 1}`)}\` ${verdictInWords(hit)}: ${plain(hit.message)}`),
    ),
    ...list(
      l10n.t("What behaves differently"),
      behaviour.map((change) => {
        const places = change.statements.length === 0 ? "" : ` (${statementList(change.statements, options)})`;
        return `- **${change.behaviour.branch}** ${behaviourInWords(change)}${places}`;
      }),
    ),
    ...bugs(l10n.t("Brings"), brought),
    ...bugs(l10n.t("Stays"), staying),
    ...bugs(l10n.t("Ends"), ended),
  ].join("\n\n");
}

/** What the other release makes of a line. */
export function verdictInWords({ severity }: Hit): string {
  return severity === "error" ? l10n.t("refused") : l10n.t("warned of");
}

/** "HTTP/2 is offered … As before: `alpn http/1.1` on the `bind` line." */
export function behaviourInWords({ behaviour: { says, keep } }: BehaviourChange): string {
  const change = says[language()];
  return keep === undefined ? change : l10n.t("{0} To keep it as it was: {1}.", change, keep[language()]);
}

function bugList(rows: readonly ExposureRow[]): readonly string[] {
  const { told, others } = toldOf(rows);
  const lines = told.map(({ advisory, state }) => {
    const title = titleWithLink(advisory);
    return `- ${state === "exposed" ? title : l10n.t("{0} (possible)", title)}`;
  });
  return others === 0 ? lines : [...lines, `- ${othersInWords(others)}`];
}

export function othersInWords(count: number): string {
  return count === 1
    ? l10n.t("1 that depends on the machine or on what is done while HAProxy runs")
    : l10n.t("{0} that depend on the machine or on what is done while HAProxy runs", count);
}
