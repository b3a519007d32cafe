/**
 * The grammar of configurations. It goes by structure, not by lists of keywords:
 * which words a release knows is the language server's business.
 */
import { sectionKinds } from "../../server/src/syntax/config.ts";
import { any, type Grammar, type Rule, use } from "./rule.ts";
import { bareEnd, call, escape, expression, name, withSample, wordEnd, wordStart, words } from "./words.ts";

export const sections = any(sectionKinds);

const rulesets = any(["http-request", "http-response", "http-after-response", "http-check", "tcp-check", "quic-initial"]);
const phased = "(tcp-request|tcp-response)\\s+(connection|session|content)";
/** Actions whose next word is a sample expression. */
const sampleActions = any([
  "set-var",
  "capture",
  "track-sc\\d*",
  "set-(?:src|dst)(?:-port)?",
  "set-priority-(?:class|offset)",
  "do-resolve",
  "sc-(?:set-gpt0?|add-gpc)",
]);
/** Keywords and what their second word is. */
const families: readonly { readonly words: readonly string[]; readonly second: string }[] = [
  {
    words: ["option", "timeout", "stats", "compression", "filter", "hold", "stick", "email-alert", "declare", "monitor"],
    second: "support.variable.option variable.other.enummember",
  },
  {
    words: ["mode", "balance", "hash-type", "http-reuse", "load-server-state-from-file"],
    second: "constant.language.value variable.other.enummember",
  },
  { words: ["use_backend", "default_backend", "use-server", "use-fcgi-app"], second: "entity.name.type.reference" },
  { words: ["setenv", "presetenv", "resetenv", "unsetenv"], second: "variable.other.environment" },
];
/** Keywords that declare something by name, and those that do not; addresses and parameters follow. */
const declarations = any(["server", "server-template", "peer", "nameserver", "mailer", "table"]);
const endpoints = any(["bind", "dgram-bind", "default-bind", "default-server", "source", "log", "stick-table"]);
const predefinedAcls = any([
  "TRUE",
  "FALSE",
  "LOCALHOST",
  "HTTP",
  "HTTP_[123]\\.[01]",
  "METH_[A-Z]+",
  "HTTP_URL_(?:ABS|SLASH|STAR)",
  "HTTP_CONTENT",
  "RDP_COOKIE",
  "REQ_CONTENT",
  "WAIT_END",
]);

const sectionName = "(?:[^\\s#\"'\\\\]|\\\\.)+";
const keyword = "keyword.other.statement";

/** A statement of a ruleset: `lead` is all that comes before the action, `scopes` those of its groups. */
function rulesOf(lead: string, ...scopes: readonly string[]): readonly Rule[] {
  const captures = Object.fromEntries([...scopes, "support.function.action"].map((scope, i) => [i + 1, scope]));
  const called = { ...captures, [scopes.length + 2]: use("arguments-bare") };
  return [
    withSample(`\\G${lead}\\s+(${sampleActions})(\\([^()\\s"'#]*\\))?`, called),
    {
      match: `\\G${lead}\\s+([a-z]+-(?:header|value))\\s+([\\w-]+)${wordEnd}`,
      captures: { ...captures, [scopes.length + 2]: "support.variable.header" },
    },
    { begin: `\\G${lead}\\s+(${call})`, beginCaptures: captures, end: "(?!\\()", patterns: use("arguments-bare") },
  ];
}

/** The first words of a statement, and what follows them. */
const statementRules: readonly Rule[] = [
  {
    begin: `\\G(acl)\\s+(${name})\\s+`,
    beginCaptures: { 1: keyword, 2: "variable.other.acl" },
    end: "$",
    patterns: use("sample", "acl-values"),
  },
  withSample("\\G(stick)\\s+(on|match|store-request|store-response)", { 1: keyword, 2: "support.variable.option" }),
  ...rulesOf(phased, keyword, "keyword.other.phase"),
  ...rulesOf(`(${rulesets})`, keyword),
  { match: "\\G(tcp-request|tcp-response)(?:\\s+([a-z-]+))?", captures: { 1: keyword, 2: "keyword.other.phase" } },
  ...families.map(
    (family): Rule => ({
      match: `\\G(${any(family.words)})${wordEnd}(?:\\s+([A-Za-z_][\\w.:-]*)(?=[\\s#(]|$))?`,
      captures: { 1: keyword, 2: family.second },
    }),
  ),
  {
    begin: `\\G(${declarations})\\s+(${name})`,
    beginCaptures: { 1: keyword, 2: "entity.name.type.declaration" },
    end: "$",
    patterns: use("endpoint"),
  },
  { begin: `\\G(${endpoints})${wordEnd}`, beginCaptures: { 1: keyword }, end: "$", patterns: use("endpoint") },
  { name: keyword, match: "\\G[A-Za-z_][\\w.:-]*" },
  ...use("argument"),
];

/** Lines as a whole. */
const lines: Readonly<Record<string, Rule>> = {
  comment: {
    name: "comment.line.number-sign",
    begin: "(#)\\s*",
    beginCaptures: { 1: "punctuation.definition.comment" },
    end: "$",
    patterns: [
      { name: "keyword.other.directive", match: "\\Ghaproxy:\\s*(\\d[\\w.+~-]*)", captures: { 1: "constant.numeric.version" } },
      {
        name: "keyword.other.directive",
        match: "\\Ghaproxy-sleuth:\\s*allow\\s+([\\w-]+(?:\\s*,\\s*[\\w-]+)*)",
        captures: { 1: "variable.other.constant.lint" },
      },
    ],
  },
  macro: {
    patterns: [
      {
        begin: `^\\s*(\\.(?:if|elif))${wordEnd}`,
        beginCaptures: { 1: "keyword.control.conditional" },
        end: "$",
        patterns: use("comment", "macro-condition"),
      },
      { match: `^\\s*(\\.(?:else|endif))${wordEnd}`, captures: { 1: "keyword.control.conditional" } },
      {
        begin: `^\\s*(\\.(?:notice|warning|alert|diag))${wordEnd}`,
        beginCaptures: { 1: "keyword.control.message" },
        end: "$",
        patterns: [...use("comment", "escape", "strings-plain"), { name: "string.unquoted.message", match: "[^\\s\"'\\\\#]+" }],
      },
    ],
  },
  "macro-condition": {
    patterns: [
      ...use("strings-plain"),
      {
        begin: "(?<![\\w])([a-z_]+)(?=\\()",
        beginCaptures: { 1: "support.function.condition" },
        end: "(?!\\()",
        patterns: use("arguments-bare"),
      },
      { name: "keyword.operator.logical", match: "!|&&|\\|\\|" },
      { name: "constant.numeric", match: "\\b\\d+\\b" },
    ],
  },
  section: {
    begin: `^\\s*(${sections})${wordEnd}(?:\\s+(?!from\\s)(${sectionName}))?`,
    end: "$",
    beginCaptures: { 1: "keyword.control.section", 2: "entity.name.section entity.name.type.section" },
    patterns: [
      { match: `${wordStart}(from)\\s+(${sectionName})`, captures: { 1: "keyword.control.from", 2: "entity.other.inherited-class" } },
      ...use("comment", "strings"),
    ],
  },
  statement: {
    begin: "^\\s*(?:(no|default)\\s+)?(?=[^\\s#])",
    beginCaptures: { 1: "storage.modifier.prefix" },
    end: "$",
    patterns: statementRules,
  },
  condition: {
    begin: `${wordStart}(if|unless)${wordEnd}`,
    beginCaptures: { 1: "keyword.control.condition" },
    end: "$",
    patterns: [
      ...use("comment", "anonymous-acl", "escape", "strings-plain"),
      { name: "keyword.operator.logical", match: `!|${wordStart}(?:or|\\|\\|)${wordEnd}` },
      { name: "constant.language.acl", match: `(?<![^\\s!])${predefinedAcls}${wordEnd}` },
      { name: "variable.other.acl", match: name },
    ],
  },
  "anonymous-acl": {
    name: "meta.acl.anonymous",
    begin: "(?<![^\\s!])(\\{)(?=\\s)",
    beginCaptures: { 1: "punctuation.section.acl.begin" },
    end: `(?<=\\s)(\\})${wordEnd}|(?=#)|$`,
    endCaptures: { 1: "punctuation.section.acl.end" },
    patterns: [expression("(?<=\\{)\\s+", "bare"), ...use("acl-values")],
  },
};

/** What may stand behind the first words, by kind of statement. */
const argumentKinds: Readonly<Record<string, Rule>> = {
  argument: { patterns: use("comment", "condition", "escape", "strings", "format-bare", "address", "number", "path", "call") },
  "acl-values": {
    patterns: [
      ...use("comment", "escape", "strings-plain"),
      { match: `${wordStart}(-m)\\s+([a-z]+)${wordEnd}`, captures: { 1: "storage.modifier.flag", 2: "constant.language.match" } },
      { name: "storage.modifier.flag", match: `${wordStart}-[-a-zA-Z]${wordEnd}` },
      { name: "keyword.operator.wordlike.comparison", match: `${wordStart}(?:eq|ge|gt|le|lt)${wordEnd}` },
      ...use("address", "number", "path"),
      { name: "string.unquoted.value", match: `(?:[^\\s"'\\\\#]|(?!${escape})\\\\)+` },
    ],
  },
  endpoint: {
    patterns: [
      ...use("comment", "escape", "strings", "address", "number", "path"),
      { match: `\\G\\s+([A-Za-z][\\w-]*(?:\\.[\\w-]+)+)${wordEnd}`, captures: { 1: "string.unquoted.host" } },
      withSample(`${wordStart}(sni|pool-conn-name)`, { 1: "variable.parameter" }),
      {
        begin: `${wordStart}(store)\\s+`,
        beginCaptures: { 1: "variable.parameter" },
        end: bareEnd,
        patterns: [{ name: "support.type.stored-data", match: "\\w+" }, ...use("arguments-bare")],
      },
      ...use("call"),
      { name: "variable.parameter", match: `${wordStart}[a-z][a-z0-9-]*${wordEnd}` },
    ],
  },
};

export const haproxy: Grammar = {
  title: "HAProxy",
  scopeName: "source.haproxy",
  patterns: use("comment", "macro", "section", "statement"),
  repository: { ...lines, ...argumentKinds, ...words },
};
