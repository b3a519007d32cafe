/** What a statement's words are made of: quotes, escapes, sample expressions, log formats, addresses and numbers. */
import { type Captures, type Rule, use } from "./rule.ts";

/** How the text around a rule is quoted decides where the rule must stop at the latest. */
type Quoting = "bare" | "weak" | "strong";

export const wordStart = "(?<!\\S)";
export const wordEnd = "(?=[\\s#]|$)";
/** Ends a rule that began inside a word without quotes. */
export const bareEnd = "(?=[\\s#])|$";
/** Names of ACLs, proxies, servers. */
export const name = "[\\w.:-]+";
/** Names of sample fetches, converters and actions. */
export const call = "[A-Za-z_][\\w.-]*";
export const escape = "\\\\(?:[ \\\\#\"'tnr]|x[0-9A-Fa-f]{2})";

const stop: Readonly<Record<Quoting, string>> = { bare: bareEnd, weak: '(?=")|$', strong: "(?=')|$" };

/** Text in quotes. `format`: aliases such as %ci and %[…] stand for something in it. */
function quoted(quoting: "weak" | "strong", format: boolean): Rule {
  const mark = quoting === "weak" ? '"' : "'";
  const inside = [...(quoting === "weak" ? ["escape-weak", "environment"] : []), ...(format ? [`format-${quoting}`] : [])];
  return {
    name: quoting === "weak" ? "string.quoted.double" : "string.quoted.single",
    begin: mark,
    beginCaptures: { 0: "punctuation.definition.string.begin" },
    end: `${mark}|$`,
    endCaptures: { 0: "punctuation.definition.string.end" },
    patterns: use(...inside),
  };
}

/** `(…)` behind a fetch, converter or action. Parentheses do not nest in HAProxy: the first `)` ends them. */
function callArguments(quoting: Quoting): Rule {
  const inner = {
    bare: use("escape", "strings-plain"),
    weak: [...use("escape-weak", "environment"), { name: "string.quoted.single", begin: "'", end: "'|(?=\")|$" }],
    strong: [{ name: "string.quoted.double", begin: '"', end: "\"|(?=')|$" }],
  }[quoting];
  const text = { bare: "[^\\s,)\"'\\\\#]+|\\\\", weak: "[^,)\"'\\\\$]+|[\\\\$]", strong: "[^,)\"']+" }[quoting];
  return {
    begin: "\\(",
    beginCaptures: { 0: "punctuation.section.arguments.begin" },
    end: `\\)|${stop[quoting]}`,
    endCaptures: { 0: "punctuation.section.arguments.end" },
    patterns: [
      ...inner,
      { name: "variable.other", match: "(?<=[(,])(?:proc|p?sess|p?txn|p?req|p?res|check)\\.[\\w.-]+" },
      { name: "constant.numeric.time", match: "(?<=[(,])\\d+(us|ms|s|m|h|d)(?=[,)])", captures: { 1: "keyword.other.unit" } },
      { name: "constant.numeric", match: "(?<=[(,])[-+]?\\d+(?:\\.\\d+)?(?=[,)])" },
      { name: "punctuation.separator.arguments", match: "," },
      { name: "string.unquoted.argument", match: text },
    ],
  };
}

/**
 * `fetch(args),converter(args)`: it goes on as long as a parenthesis or a further converter follows.
 * `start` should not hold \G where a line can have many such places: Oniguruma searches the whole line for it each time.
 */
export function expression(start: string, quoting: Quoting): Rule {
  return {
    begin: `${start}(${call})`,
    beginCaptures: { 1: "support.function.fetch" },
    end: "(?!\\(|,\\s*[A-Za-z_])|$",
    patterns: [
      ...use(`arguments-${quoting}`),
      { match: `(,)\\s*(${call})`, captures: { 1: "punctuation.separator.converter", 2: "support.function.converter" } },
    ],
  };
}

/** `lead`, and then a word that is a sample expression; the rule ends with that word. */
export function withSample(lead: string, beginCaptures: Captures): Rule {
  return { begin: `${lead}\\s+(?=[A-Za-z_])`, beginCaptures, end: bareEnd, patterns: use("sample") };
}

/** Log-format items: `%[expression]`, `%{flags}alias`, `%(name)alias`. */
function format(quoting: Quoting): Rule {
  const head = "(%)(?:\\(([^()\\s\"']*)\\))?(\\{[^{}\\s\"']*\\})?";
  const captures = { 1: "punctuation.definition.placeholder", 2: "variable.other.format-name", 3: "storage.modifier.format-flags" };
  return {
    patterns: [
      { name: "constant.character.escape", match: "%%" },
      {
        name: "meta.embedded.expression",
        begin: `${head}(\\[)`,
        beginCaptures: { ...captures, 4: "punctuation.section.embedded.begin" },
        end: `(\\])|${stop[quoting]}`,
        endCaptures: { 1: "punctuation.section.embedded.end" },
        patterns: [expression("(?<=\\[)", quoting)],
      },
      { name: "constant.other.placeholder", match: `${head}[A-Za-z]{1,4}(?![A-Za-z0-9])`, captures },
    ],
  };
}

const ipv4 = "\\d{1,3}(?:\\.\\d{1,3}){3}";
const ports = "\\+?\\d+(?:-\\d+)?";
const families = "unix|uxst|uxdg|abnsz?|fd|sockpair|ip|ipv[46]|(?:mp)?tcp[46]?|udp[46]?|quic[46]?|rhttp|ring|env";
const address: Rule = {
  patterns: [
    { name: "storage.type.address-family", match: `(?<![\\w.@-])(?:${families})(?:\\+[a-z]+[46]?)?@` },
    {
      match: `(?<![\\w.-])(${ipv4})(?:/(${ipv4}|\\d{1,2}))?(?::(${ports}))?(?![\\w.])`,
      captures: { 1: "constant.numeric.address.ipv4", 2: "constant.numeric.mask", 3: "constant.numeric.port" },
    },
    {
      match: `\\[([0-9A-Fa-f:.]{0,45}:[0-9A-Fa-f:.]{0,45})\\](?::(${ports}))?|(?<![\\w:.-])(::):(${ports})(?![\\w:])`,
      captures: {
        1: "constant.numeric.address.ipv6",
        2: "constant.numeric.port",
        3: "constant.numeric.address.ipv6",
        4: "constant.numeric.port",
      },
    },
    {
      match:
        "(?<![\\w:.-])(?=[0-9A-Fa-f:]{0,40}::|(?:[0-9A-Fa-f]{1,4}:){7})([0-9A-Fa-f:]{2,45}(?:\\.\\d{1,3}){0,3})(?:/(\\d{1,3}))?(?![\\w:.])",
      captures: { 1: "constant.numeric.address.ipv6", 2: "constant.numeric.mask" },
    },
    {
      match: `(?<![^\\s,@])([A-Za-z_][\\w.-]{0,253}|\\*)?:(${ports})(?=[\\s,#]|$)`,
      captures: { 1: "string.unquoted.host", 2: "constant.numeric.port" },
    },
    { match: `(?<=["'}]):(${ports})(?=[\\s,#]|$)`, captures: { 1: "constant.numeric.port" } },
  ],
};

/** A number that is no part of a word; the first group of `body`, where there is one, is its unit. */
const numeric = (scope: string, body: string): Rule => ({
  name: scope,
  match: `(?<![\\w.:/%-])${body}(?![\\w.:%])`,
  ...(/\((?!\?)/.test(body) && { captures: { 1: "keyword.other.unit" } }),
});
const number: Rule = {
  patterns: [
    numeric("constant.numeric.time", "\\d+(us|ms|s|m|h|d)"),
    numeric("constant.numeric.size", "\\d+([kKMgG])"),
    numeric("constant.numeric.percentage", "\\d+(?:\\.\\d+)?(%)"),
    numeric("constant.numeric.hex", "0x[0-9A-Fa-f]+"),
    numeric("constant.numeric", "[-+]?\\d+(?:\\.\\d+)*(?:[/:]\\d+)?(?:-\\d+)?"),
  ],
};

const quotings: readonly Quoting[] = ["bare", "weak", "strong"];

export const words: Readonly<Record<string, Rule>> = {
  escape: { name: "constant.character.escape", match: escape },
  "escape-weak": { name: "constant.character.escape", match: `${escape}|\\\\\\$` },
  strings: { patterns: [quoted("weak", true), quoted("strong", true)] },
  "strings-plain": { patterns: [quoted("weak", false), quoted("strong", false)] },
  environment: {
    patterns: [
      { name: "variable.other.environment", match: "(\\$)[A-Za-z_.]\\w*", captures: { 1: "punctuation.definition.variable" } },
      {
        name: "variable.other.environment",
        begin: "(\\$\\{)[A-Za-z_.]\\w*(\\[\\*\\])?(-)?",
        beginCaptures: {
          1: "punctuation.definition.template-expression.begin",
          2: "keyword.operator.expansion",
          3: "keyword.operator.default",
        },
        end: '(\\})|(?=")|$',
        endCaptures: { 1: "punctuation.definition.template-expression.end" },
        patterns: [{ name: "string.unquoted.default", match: '[^}"]+' }],
      },
    ],
  },
  address,
  number,
  path: { name: "string.unquoted.path", match: "(?<![^\\s@,=])(?:https?:/)?/(?:[^\\s\"'\\\\#,%]|%(?![\\[{(A-Za-z])|\\\\.)*" },
  /** Where only an expression can stand. */
  sample: expression("\\G", "bare"),
  /** An expression where any other word could stand as well: its parentheses give it away. */
  call: expression(`${wordStart}(?=${call}(?:\\(|,[a-z_\\d]+[(,]))`, "bare"),
  ...Object.fromEntries(quotings.map((quoting) => [`arguments-${quoting}`, callArguments(quoting)])),
  ...Object.fromEntries(quotings.map((quoting) => [`format-${quoting}`, format(quoting)])),
};
