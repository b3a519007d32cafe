/** Takes out of a log or a configuration what must not reach a public issue tracker. Line for line, so that numbers still fit. */

/** Groups of an IPv6 address with a port behind; six groups at least where nothing is left out, for a time has three or four colons. */
const ipv6 =
  /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){5,8}[0-9a-f]{1,5}|(?:[0-9a-f]{1,4}:)*[0-9a-f]{1,4}::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,5})*)?|::[0-9a-f]{1,4}(?::[0-9a-f]{1,5})*)(?![\w:])/gi;

/** Endings that people register or use inside; two-letter ones that are also endings of files or words are left out. */
const ending =
  "com|net|org|io|local|lan|internal|corp|intra|home|dev|app|cloud|info|biz|edu|gov|tech|site|online|xyz|ai|co|de|fr|cn|uk|eu|us|ru|jp|nl|it|es|ch|se|pl|br|au|ca|dk|fi|cz|kr|tw|hk|sg";

/** Hosts that everybody may know. */
const upstream = "(?:(?:www\\.)?haproxy\\.org|github\\.com)";

/** No rule matches across a line feed, and none starts inside of a name: a long one would be read anew from each of its characters. */
const rules: readonly { readonly find: RegExp; readonly put: string }[] = [
  // keys written into a converter
  { find: /\b((?:hmac|aes_gcm_(?:dec|enc)|aes_cbc_(?:dec|enc)|jwt_verify)\()[^)\n]*/g, put: "$1<secret>" },
  // what follows a word that announces a secret, to the end of the word
  {
    find: /((?:insecure-)?password|passwd|secret|token|auth|api[-_]?key|authorization:?)([^\S\n]+|=|:[^\S\n]*)(?:(?:basic|bearer)[^\S\n]+)?("[^"\n]*"|'[^'\n]*'|[^\s<]\S*)/gi,
    put: "$1$2<secret>",
  },
  { find: /\b(setenv|presetenv)([^\S\n]+)(\S+)([^\S\n]+)[^\n]+/gi, put: "$1$2$3$4<secret>" },
  { find: /-----BEGIN [A-Z ]+-----.*/g, put: "<key>" },
  { find: /(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}\b/gi, put: "<mail>" },
  { find: /\b(?:\d{1,3}\.){3}\d{1,3}\b/g, put: "<ipv4>" },
  { find: ipv6, put: "<ipv6>" },
  { find: /\b(server[^\S\n]+\S+[^\S\n]+)(?!unix@)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+(?=[:\s]|$)/gim, put: "$1<host>" },
  // host names by their endings; source files and versions are left alone
  {
    find: new RegExp(`(?<![a-z0-9-]|[a-z0-9-]\\.)(?!${upstream}(?!\\.?[a-z0-9-]))(?:[a-z0-9-]+\\.)+(?:${ending})\\b`, "gi"),
    put: "<host>",
  },
  // the host that syslog put before the program's name
  { find: /^((?:<\d+>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?) \S+ (?=\S+(?:\[\d+\])?: )/gm, put: "$1 <host> " },
  { find: /^(\d{4}-\d\d-\d\dT\S+) (?!std(?:out|err) )[\w.-]+ (?=\S+\[\d+\]: )/gm, put: "$1 <host> " },
];

/** The text without addresses, host names, mail addresses and secrets. */
export function redact(text: string): string {
  return rules.reduce((done, { find, put }) => done.replace(find, put), text);
}
