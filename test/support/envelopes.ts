/** What log systems wrap around a line, for tests that want the same reading behind each. */

const wrapLines = (head: (line: string, number: number) => string) => (log: string) => log.split("\n").map(head).join("\n");
const seconds = (number: number) => String(number % 60).padStart(2, "0");

export const envelopes: Readonly<Record<string, (log: string) => string>> = {
  syslog: wrapLines((line, n) => `Mar 18 13:54:${seconds(n)} gw12 haproxy[812]: ${line}`),
  "syslog with priority": wrapLines((line, n) => `<131>Mar  8 13:54:${seconds(n)} gw12 haproxy[812]: ${line}`),
  "syslog without a pid, indentation collapsed": wrapLines((line, n) => `Mar 18 13:54:${seconds(n)} gw12 haproxy: ${line.trimStart()}`),
  "journald short-iso": wrapLines((line, n) => `2025-03-18T13:54:${seconds(n)}+0100 gw12 haproxy[812]: ${line}`),
  "rsyslog iso": wrapLines((line, n) => `2025-03-18T13:54:${seconds(n)}.726525+01:00 gw12 haproxy[812]: ${line}`),
  "journald short-full": wrapLines((line, n) => `Tue 2025-03-18 13:54:${seconds(n)} CET gw12 haproxy[812]: ${line}`),
  "docker --timestamps": wrapLines((line, n) => `2025-03-18T13:54:${seconds(n)}.726525123Z ${line}`),
  compose: wrapLines((line) => `haproxy-1  | ${line}`),
  "compose with docker's stamps": wrapLines((line, n) => `lb_1 | 2025-03-18T13:54:${seconds(n)}.726525123Z ${line}`),
  CRI: wrapLines((line, n) => `2025-03-18T13:54:${seconds(n)}.726525123Z stderr F ${line}`),
  "kubectl --prefix": wrapLines((line) => `[pod/lb-7d9c5b-x2x/haproxy] ${line}`),
  RFC5424: wrapLines((line, n) => `<131>1 2025-03-18T13:54:${seconds(n)}.726525Z gw12 haproxy 812 - - ${line}`),
  "journald JSON": wrapLines((line) => JSON.stringify({ _PID: "812", SYSLOG_IDENTIFIER: "haproxy", MESSAGE: line })),
  "journald JSON in one record": (log) => JSON.stringify({ _PID: "812", MESSAGE: log }),
  "docker JSON": wrapLines((line, n) =>
    JSON.stringify({ log: `${line}\n`, stream: "stderr", time: `2025-03-18T13:54:${seconds(n)}Z` })
      .replaceAll("<", "\\u003c")
      .replaceAll(">", "\\u003e"),
  ),
  "e-mail quotation": wrapLines((line) => `> ${line}`),
  "quotation of a quotation": wrapLines((line) => `> > ${line}`),
  "Markdown fence": (log) => `It crashed again:\n\n\`\`\`\n${log}\n\`\`\`\n\nAny idea?`,
  "Markdown indentation": wrapLines((line) => `    ${line}`),
  CRLF: (log) => log.replaceAll("\n", "\r\n"),
  "terminal colours": wrapLines((line) => `\u001b[31m${line}\u001b[0m`),
};
