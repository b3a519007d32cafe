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
  "journald JSON as bytes": wrapLines((line) => JSON.stringify({ _PID: "812", MESSAGE: [...Buffer.from(line)] })),
  "journald JSON, pretty": wrapLines((line) => JSON.stringify({ _PID: "812", MESSAGE: line }, null, "\t").replaceAll('": ', '" : ')),
  "JSON with msg": wrapLines((line, n) => JSON.stringify({ level: "info", time: `2025-03-18T13:54:${seconds(n)}Z`, msg: line })),
  "JSON with the message within": wrapLines((line) => JSON.stringify({ kubernetes: { pod_name: "lb" }, log: { message: line } })),
  "an array of JSON records": (log) =>
    `[${log
      .split("\n")
      .map((line) => JSON.stringify({ message: line }))
      .join(",\n")}]`,
  "CRI around docker JSON": wrapLines(
    (line, n) => `2025-03-18T13:54:${seconds(n)}.726525123Z stderr F ${JSON.stringify({ log: `${line}\n` })}`,
  ),
  logfmt: wrapLines((line, n) => `time="2025-03-18T13:54:${seconds(n)}Z" level=info msg=${JSON.stringify(line)} n=${n}`),
  "rsyslog's tabulators": wrapLines((line, n) => `Mar 18 13:54:${seconds(n)} gw12 haproxy[812]: ${line.replace(/^ {8,}/, "#011")}`),
  "rsyslog's record of many lines": (log) => `Mar 18 13:54:08 gw12 haproxy[812]: ${log.replaceAll("\n", "#012")}`,
  tabulators: wrapLines((line) => line.replace(/^ {8,}/, "\t")),
  "iso with a blank": wrapLines((line, n) => `2025-03-18 13:54:${seconds(n)},123 gw12 haproxy[812]: ${line}`),
  "a stamp in brackets": wrapLines((line, n) => `[2025-03-18 13:54:${seconds(n)}] ${line}`),
  "journald short-unix": wrapLines((line, n) => `17423024${seconds(n)}.123456 gw12 haproxy[812]: ${line}`),
  "journald short-monotonic": wrapLines((line, n) => `[ 24${seconds(n)}.123456] gw12 haproxy[812]: ${line}`),
  "journald export": wrapLines((line) => `MESSAGE=${line}`),
  "docker swarm": wrapLines((line) => `edge_lb.1.x8k2m9@node-3    | ${line}`),
  "RFC5424 with structured data": wrapLines(
    (line, n) => `<131>1 2025-03-18T13:54:${seconds(n)}.7Z gw12 haproxy 812 - [meta seq="1"][x@32473 a="\\]"] ${line}`,
  ),
  "characters of HTML": wrapLines((line) =>
    line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  ),
  "colours of words": wrapLines((line) => line.replace(/(\d+)/, "\u001b[1;32m$1\u001b[0;39m\u001b[K")),
  "colours as rsyslog writes them": wrapLines((line) => `#033[31m${line}#033[0m`),
  "lines cut at 1,024 columns": wrapLines((line, n) => `Mar 18 13:54:${seconds(n)} gw12 haproxy[812]: ${line}`.slice(0, 1024)),
  "ordinary traffic in between": wrapLines(
    (line, n) =>
      `Mar 18 13:54:${seconds(n)} gw12 haproxy[812]: ${line}\nMar 18 13:54:${seconds(n)} gw12 haproxy[813]: 192.0.2.1:5 [18/Mar/2025:13:54:08.114] fe be/s 0/0/0/1/1 200 1 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"`,
  ),
};
