/** What log systems wrap around a line, for tests that want the same reading behind each. */

const wrapLines = (head: (line: string, number: number) => string) => (log: string) => log.split("\n").map(head).join("\n");
const seconds = (number: number) => String(number % 60).padStart(2, "0");

/** A cell of a table, with its quotes, and one that has them only where it must. */
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const cell = (text: string) => (/[",\n]/.test(text) ? quoted(text) : text);

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
  "journald short-precise": wrapLines((line, n) => `Mar 18 13:54:${seconds(n)}.726525 gw12 haproxy[812]: ${line}`),
  "journald short-delta": wrapLines((line, n) => `[ 24${seconds(n)}.123456 <  0.000012 >] gw12 haproxy[812]: ${line}`),
  "journald with-unit": wrapLines((line, n) => `Tue 2025-03-18 13:54:${seconds(n)} CET gw12 haproxy.service[812]: ${line}`),
  "journald verbose": wrapLines(
    (line, n) =>
      `Tue 2025-03-18 13:54:${seconds(n)}.726525 CET [s=ab;i=1]\n    PRIORITY=6\n    _PID=812\n    MESSAGE=${line}\n    _HOSTNAME=gw12`,
  ),
  "journald export, whole records": wrapLines((line, n) => `__CURSOR=s=ab;i=${n}\n_PID=812\nMESSAGE=${line}\n_HOSTNAME=gw12\n`),
  "journald server-sent events": wrapLines((line) => `data: ${JSON.stringify({ _PID: "812", MESSAGE: line })}\n`),
  "kubectl --prefix --timestamps": wrapLines((line, n) => `[pod/lb-7d9c5b-x2x/haproxy] 2025-03-18T13:54:${seconds(n)}.726525123Z ${line}`),
  stern: wrapLines((line) => `lb-7d9c5b-x2x haproxy ${line}`),
  kubetail: wrapLines((line) => `[lb-7d9c5b-x2x] ${line}`),
  "CRI in parts": wrapLines((line, n) => {
    const head = `2025-03-18T13:54:${seconds(n)}.726525123Z stderr`;
    return line.length > 90
      ? `${head} P ${line.slice(0, 70)}\n${head} P ${line.slice(70, 85)}\n${head} F ${line.slice(85)}`
      : `${head} F ${line}`;
  }),
  fluentd: wrapLines(
    (line, n) => `2025-03-18 13:54:${seconds(n)} +0100 docker.haproxy: ${JSON.stringify({ log: line, container_name: "/lb" })}`,
  ),
  "fluent-bit's stdout": wrapLines(
    (line) => `[0] docker.0: [[1742302448.123456, {}], ${JSON.stringify({ log: line, stream: "stderr" }).replaceAll('":"', '"=>"')}]`,
  ),
  vector: wrapLines((line) => JSON.stringify({ appname: "haproxy", host: "gw12", message: line, procid: 812, source_type: "syslog" })),
  logcli: wrapLines((line, n) => `2025-03-18T13:54:${seconds(n)}+01:00 {app="haproxy", pod="lb-7d9"} ${line}`),
  "Loki's answer": (log) =>
    JSON.stringify({
      status: "success",
      data: {
        resultType: "streams",
        result: [{ stream: { app: "lb" }, values: log.split("\n").map((line, n) => [`${1742302448000000000n + BigInt(n)}`, line]) }],
      },
    }),
  "Elasticsearch's answer": (log) =>
    JSON.stringify({
      took: 1,
      hits: { hits: log.split("\n").map((message) => ({ _index: "lb", _source: { message, host: { name: "gw12" } } })) },
    }),
  "Logstash's rubydebug": wrapLines((line) => `{\n       "message" => ${JSON.stringify(line)},\n      "@version" => "1"\n}`),
  "Ansible's lines": (log) => JSON.stringify({ rc: 139, stderr_lines: log.split("\n") }, null, 4),
  "a JSON text": (log) => JSON.stringify(log),
  "JSON within JSON": wrapLines((line) => JSON.stringify({ log: JSON.stringify({ message: line }) })),
  "line feeds escaped twice": (log) => JSON.stringify({ message: log.replaceAll("\n", "\\n") }),
  "line feeds as programs write them": (log) => `Mar 18 13:54:08 gw12 haproxy[812]: ${log.replaceAll("\n", "\\n").replaceAll("\t", "\\t")}`,
  "a quoted fence": (log) => `> It crashed:\n>\n> \`\`\`\n${log.replace(/^/gm, "> ")}\n> \`\`\`\n`,
  "a quotation with bars": wrapLines((line) => `| ${line}`),
  "a page's <pre>": (log) =>
    `<pre><code>${log.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")}\n</code></pre>`,
  "colours as less shows them": wrapLines((line) => `ESC[31m${line}ESC[0m`),
  "grep -n": wrapLines((line, n) => `${n + 1}:${line}`),
  "cat -n": wrapLines((line, n) => `${String(n + 1).padStart(6)}\t${line}`),
  "grep in several files": wrapLines((line, n) => `/var/log/haproxy.log.1:${n + 1}:Mar 18 13:54:${seconds(n)} gw12 haproxy[812]: ${line}`),
  "grep with context": wrapLines((line, n) => `haproxy.log-Mar 18 13:54:${seconds(n)} gw12 haproxy[812]: ${line}`),
  "blanks that do not break": (log) => log.replaceAll(" ", "\u00a0"),
  "CSV with every cell quoted": wrapLines((line, n) => `"2025-03-18T13:54:${seconds(n)}.123Z","gw12","haproxy",${quoted(line)}`),
  "CSV quoted where needed": (log) =>
    `Time,Line,tsNs,id\n${wrapLines((line, n) => `17423024${seconds(n)}123,${cell(line)},17423024${seconds(n)}123000000,1742_x${n}`)(log)}`,
  "CSV with labels": wrapLines((line, n) => `"{""app"":""lb"",""pod"":""lb-7d9""}",2025-03-18 13:54:${seconds(n)}.123,${quoted(line)}`),
  "CSV with semicolons": wrapLines((line, n) => `18.03.2025 13:54:${seconds(n)};gw12;${quoted(line)}`),
  "CSV of Kibana": wrapLines((line, n) => `"Mar 18, 2025 @ 13:54:${seconds(n)}.123",gw12,${cell(line)},"-"`),
  "CSV around syslog": wrapLines(
    (line, n) => `2025-03-18T13:54:${seconds(n)}Z,${quoted(`Mar 18 13:54:${seconds(n)} gw12 haproxy[812]: ${line}`)}`,
  ),
  "CSV with a cell of many lines": (log) => `"_time","host","_raw"\n"2025-03-18T13:54:08.123Z","gw12",${quoted(log)}`,
  "heroku logs": wrapLines((line, n) => `2025-03-18T13:54:${seconds(n)}.123456+00:00 app[web.1]: ${line}`),
  "Logplex drain": wrapLines((line, n) => `<131>1 2025-03-18T13:54:${seconds(n)}.123456+00:00 host app web.1 - ${line}`),
  VTest: wrapLines((line) => `***  h1   debug|${line}`),
  "FreeBSD's syslogd": wrapLines((line, n) => `<131>1 2025-03-18T13:54:${seconds(n)}.123456+00:00 fw.example.net haproxy 812 - - ${line}`),
  "a bare name before a stamp": wrapLines((line, n) => `13:54:${seconds(n)} haproxy  ${line}`),
  "a byte order mark": (log) => `\ufeff${log}`,
  "a stamp of Windows": wrapLines((line, n) => `3/18/2025 1:54:${seconds(n)} PM ${line}`),
  "a stamp with dots": wrapLines((line, n) => `[18.03.2025 13:54:${seconds(n)}] ${line}`),
  "a stamp of an access log": wrapLines((line, n) => `[18/Mar/2025:13:54:${seconds(n)} +0100] ${line}`),
  "a time alone": wrapLines((line, n) => `13:54:${seconds(n)}.123 ${line}`),
  "a stamp by ts": wrapLines((line, n) => `Mar 18 13:54:${seconds(n)} ${line}`),
  s6: wrapLines((line) => `@400000006587abcd12345678 ${line}`),
  runit: wrapLines((line, n) => `2025-03-18_12:54:${seconds(n)}.12345 ${line}`),
  "GitLab's runner": wrapLines((line, n) => `2025-03-18T13:54:${seconds(n)}.123456Z 01O ${line}`),
  supervisord: wrapLines((line, n) => `2025-03-18 13:54:${seconds(n)},123 DEBG 'haproxy' stderr output:\n${line}`),
  "syslog without padding": wrapLines((line, n) => `Mar 8 13:54:${seconds(n)} gw12 haproxy[812]: ${line}`),
  "syslog with the facility": wrapLines((line, n) => `Mar 18 13:54:${seconds(n)} gw12 local0.alert haproxy[812]: ${line}`),
  OpenWrt: wrapLines((line, n) => `Tue Mar 18 13:54:${seconds(n)} 2025 daemon.err haproxy[812]: ${line}`),
  "RFC5424 counted": wrapLines((line, n) => {
    const record = `<131>1 2025-03-18T13:54:${seconds(n)}Z gw12 haproxy 812 - - ${line}`;
    return `${record.length} ${record}`;
  }),
  "a list's indentation": (log) => `1. log:\n\n   \`\`\`text\n${log.replace(/^/gm, "   ")}\n   \`\`\`\n`,
  "blanks at the end": wrapLines((line) => `${line}   `),
  "empty lines between": (log) => log.replaceAll("\n", "\n\n"),
};
