/** What half a setting lacks to have its effect: the statement, the parameter or the condition that belongs to it. */
import * as l10n from "@vscode/l10n";
import { nearest } from "../../lints/nearest.ts";
import { effectiveWith, modeOf } from "../../model/proxies/proxies.ts";
import { globalStatements, placedStatementsOf, startsWith, withKeyword, wordOf } from "../../model/statement.ts";
import { inLine, insertedLines } from "../textChange.ts";
import { inGlobal, inSection, proxyOf } from "./additions.ts";
import { type Draft, endOf, type FixContext, type FixMakers, indentIn, indentOf, isSound, replaced } from "./fix.ts";

export const completing: FixMakers = {
  "never-matches": found,
  "missing-certificate": certificate,
  "missing-ca-file": signers,
  "bad-tracking": tracking,
  "counter-out-of-range": moreCounters,
  "incomplete-section": neededStatement,
  "incomplete-email-alert": alertStatements,
  "undefined-member": (context) => (context.placed.section.kind === "userlist" ? member(context) : []),
  "incomplete-server": (context) => (context.line.words[0]?.value === "use-fcgi-app" ? fastcgi(context) : agentPort(context)),
  "open-stats-page": guardedPage,
  "unbalanced-block": closedBlock,
  "mode-conflict": sameMode,
};

/** With `-m found` it is enough that the sample is there. */
function found({ finding, file, line, placed, branch, interpretation, issue }: FixContext): Draft[] {
  const word = interpretation?.statement.words[issue?.index ?? -1];
  if (word === undefined) return [];
  const text = " -m found";
  const raw = line.raw.slice(0, word.span.end) + text + line.raw.slice(word.span.end);
  if (!isSound(raw, placed, branch)) return [];
  const changes = [inLine(file.uri, finding.line, word.span.end, word.span.end, text)];
  return [{ title: l10n.t('Add "{0}": it is enough that the sample exists', "-m found"), changes }];
}

function certificate(context: FixContext): Draft[] {
  const { finding, file, line } = context;
  const ssl = line.words.find(({ value }) => value === "ssl");
  const based = globalStatements(context.model.files).some((at) => startsWith(at, "crt-base"));
  const text = `crt ${based ? "" : "/etc/haproxy/certs/"}site.pem`;
  if (ssl === undefined) return [];
  return [
    { title: l10n.t('Add "{0}" (fit the value)', text), changes: [inLine(file.uri, finding.line, ssl.span.end, ssl.span.end, ` ${text}`)] },
  ];
}

/** Who may have signed the certificate of a server, or that nobody looks at it; of clients there is no usual one. */
function signers({ finding, file, line, placed, branch }: FixContext): Draft[] {
  const words = line.words.map(({ value }) => value);
  const last = line.words.at(-1);
  if (!/^server(?:-template)?$/.test(words[0] ?? "") || last === undefined) return [];
  const ways = words.includes("verify") ? ["ca-file @system-ca"] : ["ca-file @system-ca", "verify none"];
  return ways.flatMap((text, i): Draft[] => {
    if (!isSound(`${line.raw.slice(0, last.span.end)} ${text}`, placed, branch)) return [];
    const changes = [inLine(file.uri, finding.line, last.span.end, last.span.end, ` ${text}`)];
    return [{ title: l10n.t('Add "{0}" (fit the value)', text), changes, preferred: i === 0 }];
  });
}

/** A server that takes over the state of another one has no checks, and the other one has them. */
function tracking({ model, finding, file, line, placed }: FixContext): Draft[] {
  const words = line.words.map(({ value }) => value);
  const own = words.findIndex((word, i) => i > 2 && word === "check");
  const [before, check] = [line.words[own - 1], line.words[own]];
  if (before !== undefined && check !== undefined) {
    const changes = [inLine(file.uri, finding.line, before.span.end, check.span.end, "")];
    return [{ title: l10n.t('Remove "{0}"', "check"), changes, preferred: true }];
  }
  const tracked = words[words.indexOf("track") + 1] ?? "";
  const [backend, name] = tracked.includes("/") ? tracked.split("/") : [placed.section.name, tracked];
  const proxy = model.proxies.find((one) => one.name === backend && one.kind !== "frontend");
  const target = proxy && withKeyword(proxy.own, "server").find((at) => wordOf(at, 1) === name);
  const last = target?.statement.words.at(-1);
  if (target === undefined || last === undefined) return [];
  const changes = [inLine(target.uri, target.lineNumber, last.span.end, last.span.end, " check")];
  return [{ title: l10n.t('Add "{0}" to the server "{1}"', "check", wordOf(target, 1)), changes, preferred: true }];
}

/** HAProxy has as many counters as `tune.stick-counters` says. */
function moreCounters(context: FixContext): Draft[] {
  const number = Number(/\d+$/.exec(context.text)?.[0]);
  const tuned = globalStatements(context.model.files)
    .filter((at) => startsWith(at, "tune.stick-counters"))
    .at(-1);
  const text = `tune.stick-counters ${number + 1}`;
  if (tuned === undefined) return inGlobal(context, [text]);
  const word = tuned.statement.words[1];
  if (word === undefined) return [];
  const changes = [inLine(tuned.uri, tuned.lineNumber, word.span.start, word.span.end, String(number + 1))];
  return [{ title: l10n.t('Change "{0}" to "{1}"', `${wordOf(tuned, 0)} ${word.value}`, text), changes, preferred: true }];
}

/** A statement without which a section is refused or left out of account. */
const needed: Readonly<Record<string, string>> = {
  cache: "total-max-size 64",
  "fcgi-app": "docroot /var/www",
  mailers: "mailer relay 192.0.2.25:25",
  resolvers: "parse-resolv-conf",
};

function neededStatement(context: FixContext): Draft[] {
  const { finding, placed, file } = context;
  const statement = finding.line === placed.firstLine ? needed[placed.section.kind] : undefined;
  if (statement === undefined) return [];
  // a section that has the statement is dropped for another reason: nobody asks for it
  const given = withKeyword(placedStatementsOf(file.uri, placed), statement.split(" ")[0] ?? "").length > 0;
  return given ? [] : inSection(context, [statement]);
}

const alerts: Readonly<Record<string, string>> = { from: "haproxy@example.org", to: "ops@example.org" };

function alertStatements(context: FixContext): Draft[] {
  const proxy = proxyOf(context);
  const given = proxy === undefined ? [] : effectiveWith(proxy, "email-alert").map((at) => wordOf(at, 1));
  const mailers = context.model.files.flatMap(({ sections }) => sections).find(({ section }) => section.kind === "mailers")?.section.name;
  const values = { mailers: mailers ?? "ops", ...alerts };
  const lines = Object.entries(values).flatMap(([word, value]) => (given.includes(word) ? [] : [`email-alert ${word} ${value}`]));
  return proxy === undefined || lines.length === 0 ? [] : inSection(context, lines);
}

/** The nearest user or group of the list, a new group, or none. */
function member(context: FixContext): Draft[] {
  const { file, placed, text, interpretation } = context;
  const list = interpretation?.statement.words[0]?.value === "user" ? "group" : "user";
  const statements = placedStatementsOf(file.uri, placed);
  const known = withKeyword(statements, list).map((at) => wordOf(at, 1));
  const names = text.split(",");
  const missing = names.find((name) => name !== "" && !known.includes(name));
  if (missing === undefined) return [];
  const meant = nearest(
    missing,
    known.filter((name) => !names.includes(name)),
  );
  const swap = (by: readonly string[]) => replaced(context, names.flatMap((name) => (name === missing ? by : [name])).join(","));
  const drafts: Draft[] = [];
  if (meant !== undefined)
    drafts.push({ title: l10n.t('Change "{0}" to "{1}"', missing, meant), changes: [swap([meant])], preferred: true });
  if (list === "group" && /^[\w.:-]+$/.test(missing)) {
    const changes = [insertedLines(file, endOf(placed), [`${indentIn(file, placed)}group ${missing}`])];
    drafts.push({ title: l10n.t('Create {0} "{1}"', "group", missing), changes });
  }
  if (names.length > 1) drafts.push({ title: l10n.t('Remove "{0}"', missing), changes: [swap([])] });
  return drafts;
}

/** An agent is asked on a port of its own. */
function agentPort({ line, file, finding }: FixContext): Draft[] {
  const agent = line.words.find(({ value }) => value === "agent-check");
  if (agent === undefined || line.words.some(({ value }) => value === "agent-port")) return [];
  const text = "agent-port 8888";
  return [
    {
      title: l10n.t('Add "{0}" (fit the value)', text),
      changes: [inLine(file.uri, finding.line, agent.span.end, agent.span.end, ` ${text}`)],
      preferred: true,
    },
  ];
}

/** An application is asked by servers that speak FastCGI. */
function fastcgi({ file, placed }: FixContext): Draft[] {
  const servers = withKeyword(placedStatementsOf(file.uri, placed), "server");
  const changes = servers.flatMap(({ lineNumber, statement: { words } }) => {
    const end = words.at(-1)?.span.end;
    const speaks = words.some(({ value }) => value === "proto");
    return end === undefined || speaks ? [] : [inLine(file.uri, lineNumber, end, end, " proto fcgi")];
  });
  return [{ title: l10n.t('Add "{0}"', "proto fcgi"), changes, preferred: true }];
}

/** A password for who sees the page, and for who stops servers a condition that is not everybody's. */
function guardedPage(context: FixContext): Draft[] {
  const { file, finding, line } = context;
  const lines = ["stats auth admin:CHANGE-ME"];
  const auth: Draft = {
    title: l10n.t("Add {0} here (fit the values)", `"${lines[0]}"`),
    changes: [insertedLines(file, finding.line + 1, [indentOf(context) + lines[0]])],
  };
  const [, word, condition] = line.words.map(({ value }) => value);
  if (word !== "admin" || condition !== "if") return [auth];
  const start = line.words[2]?.span.start ?? 0;
  const end = line.words.at(-1)?.span.end ?? start;
  return [
    {
      title: l10n.t('Change "{0}" to "{1}"', line.raw.slice(start, end), "if LOCALHOST"),
      changes: [inLine(file.uri, finding.line, start, end, "if LOCALHOST")],
    },
    auth,
  ];
}

/** A block that is still open at the end of the file ends there; what ends nothing goes. */
function closedBlock({ file, finding, line }: FixContext): Draft[] {
  const [first] = line.words;
  if (first?.value === ".endif") {
    const changes = [inLine(file.uri, finding.line, 0, line.raw.length, "")];
    return [{ title: l10n.t('Remove "{0}"', first.value), changes }];
  }
  if (first?.value !== ".if") return [];
  const indent = /^[ \t]*/.exec(line.raw)?.[0] ?? "";
  const end = file.lines.findLastIndex(({ words }) => words.length > 0) + 1;
  return [{ title: l10n.t('Add "{0}" at the end of the file', ".endif"), changes: [insertedLines(file, end, [`${indent}.endif`])] }];
}

/** The backend follows its frontend, or the other way round, where the line sets the mode itself. */
function sameMode(context: FixContext): Draft[] {
  const proxy = proxyOf(context);
  const at = proxy && withKeyword(proxy.own, "mode").at(-1);
  const word = at?.statement.words[1];
  if (proxy === undefined || at === undefined || word === undefined) return [];
  const by = modeOf(proxy).mode === "http" ? "tcp" : "http";
  const changes = [inLine(context.file.uri, at.lineNumber, word.span.start, word.span.end, by)];
  return [{ title: l10n.t('Change "{0}" to "{1}"', `mode ${word.value}`, `mode ${by}`), changes }];
}
