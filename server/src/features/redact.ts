/** Takes out of a log or a configuration what must not reach a public issue tracker. Line for line, so that numbers still fit. */

const rules: readonly { readonly find: RegExp; readonly put: string }[] = [
  // what follows a word that announces a secret, to the end of the word
  {
    find: /((?:insecure-)?password|passwd|secret|token|auth|api[-_]?key|authorization:?)(\s+|=|:\s*)(?:(?:basic|bearer)\s+)?("[^"]*"|'[^']*'|\S+)/gi,
    put: "$1$2<secret>",
  },
  { find: /\b(user|setenv|presetenv)(\s+)(\S+)(\s+)(?!password)(\S+)/gi, put: "$1$2$3$4<secret>" },
  { find: /-----BEGIN [A-Z ]+-----.*/g, put: "<key>" },
  { find: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, put: "<mail>" },
  { find: /\b(?:\d{1,3}\.){3}\d{1,3}\b/g, put: "<ipv4>" },
  { find: /(?<![\w:.])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4})?(?![\w:])/gi, put: "<ipv6>" },
  { find: /(?<![\w:])[0-9a-f]{0,4}::(?:[0-9a-f]{1,4}:?)+(?![\w:])/gi, put: "<ipv6>" },
  // host names: three labels and more, or two with an ending that people register; source files and versions are left alone
  {
    find: /\b(?!www\.haproxy\.org\b|github\.com\b|haproxy\.org\b)(?:[a-z0-9-]+\.)+(?:com|net|org|io|local|lan|internal|corp|intra|home|dev|app|cloud|de|fr|cn|uk|eu|us|ru|jp)\b/gi,
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
