// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy
/** Unusual ways of writing statements, and which releases refuse them: ours and real binaries. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, realBranches, verdictsOf } from "../support/realHaproxy.ts";

const client = "    timeout client 5s\n";
const server = "    timeout connect 5s\n    timeout server 5s\n";
const listener = "    bind 127.0.0.1:18080\n";
/** The statement is the last line. */
const wheres = {
  frontend: (line: string) => `frontend f\n    mode http\n${listener}${client}    ${line}\n`,
  backend: (line: string) => `backend b\n    mode http\n${server}    ${line}\n`,
  listen: (line: string) => `listen l\n    mode http\n${listener}${client}${server}    ${line}\n`,
  resolvers: (line: string) => `frontend f\n    mode http\n${listener}${client}resolvers r\n    nameserver a 127.0.0.1:53\n    ${line}\n`,
  global: (line: string) => `frontend f\n    mode http\n${listener}${client}global\n    ${line}\n`,
};

type Where = keyof typeof wheres;
const all = realBranches;
const none = [] as const;

/** Statements, by who refuses them; lines before the one that counts are parted by ";;". */
const cases: readonly (readonly [where: Where, refusing: readonly string[], ...statements: readonly string[]])[] = [
  [
    ...(["frontend", none] as const),
    "http-request set-var(txn.x,,foo) str(a)",
    "http-request set-var(txn.x,ifset,,) str(a)",
    "http-request set-var(txn.x,ifset,,foo,bar) str(a)",
    "http-request set-var-fmt(txn.x,,,) a",
    "http-request unset-var(txn.x,,ifset)",
    "tcp-request content set-var(txn.x,) str(a)",
    "http-request set-var(txn.x) str(a),set-var(txn.y,ifset,ifempty)",
  ],
  [
    ...(["frontend", all] as const),
    "http-request set-var(txn.x,foo) str(a)",
    "http-request set-var(txn.x,ifset,foo) str(a)",
    "http-request unset-var(txn.x,ifset)",
    "http-request set-var(txn.x) str(a),set-var(txn.y,)",
    "http-request set-var(txn.x) str(a),set-var(txn.y,ifset,)",
    "http-request set-var(txn.x) str(a),set-var(txn.y,,ifset)",
  ],
  [
    ...(["backend", none] as const),
    "option httpchk;;http-check set-var(check.x,ifset) str(a)",
    "option httpchk;;http-check set-var-fmt(check.x,,) a",
    "option tcp-check;;tcp-check set-var(check.x,ifset,) str(a)",
    "option tcp-check;;tcp-check unset-var(check.x,,)",
  ],
  ["backend", all, "option tcp-check;;tcp-check set-var(check.x,foo) str(a)"],
  [
    ...(["frontend", none] as const),
    "http-request set-var(txn.x) req.payload_lv(1,1,)",
    "http-request set-var(txn.x) bin(aa),jwt_header_query($.a,)",
    "http-request set-var(txn.x) bin(aa),fix_tag_value(msgtype)",
    "http-request set-var(txn.x) bin(aa),mqtt_field_value(connect,Username)",
    "http-request set-var(txn.x) bin(aa),mqtt_field_value(3,35)",
  ],
  [
    ...(["frontend", all] as const),
    "http-request set-var(txn.x) fc_rtt()",
    "http-request set-var(txn.x) str(a),add_item(;,,)",
    "http-request set-var(txn.x) bin(aa),fix_tag_value(MsgTyp)",
    "http-request set-var(txn.x) bin(aa),mqtt_field_value(publish,username)",
    "http-request set-var(txn.x) bin(aa),mqtt_field_value(pingreq,31)",
    "http-request set-var(txn.x) distcc_param(abc)",
  ],
  ["frontend", none, "http-request deny if { path_sub,sha1 -m bin aa }", "http-request deny if { path_len,bytes(0,2) -m len 5 }"],
  [
    ...(["frontend", all] as const),
    "http-request deny if { path,length a }",
    "http-request deny if { path_beg,length a }",
    "http-request deny if { path_sub,sha1 a }",
  ],
  [
    ...(["backend", none] as const),
    "server s ${HOST}:80",
    "server s 127.0.0.1:80 source ${HOST}:80",
    "source 127.0.0.1:${PORT}",
    "server s 0x7f.0.0.1:80",
    "cookie a insert maxlife 365d",
    "stats refresh 30d",
  ],
  ["frontend", none, "bind ${HOST}:18081"],
  ["backend", all, "source ${HOST-127.0.0.1}:80", "stats refresh 2147483648", "timeout server 25d"],
  ["global", none, "tune.ssl.lifetime 365d", "set-var proc.x date"],
  ["global", all, "tune.ssl.lifetime 24856d", "set-var proc.x src", "set-var-fmt proc.x %[path]"],
  ["backend", all, "server a 127.0.0.1:80;;server a 127.0.0.1:81"],
  ["backend", ["3.4"], "server a 127.0.0.1:80 id 5;;server a 127.0.0.1:81"],
  ["listen", none, "option external-check;;option httpchk"],
  ["listen", none, "http-request sc-set-gpt0(0) path", "http-response sc-set-gpt0(0) res.hdr(a)"],
  [
    ...(["listen", all] as const),
    "http-request sc-set-gpt0(0) srv_id",
    "http-response sc-set-gpt0(0) path",
    "tcp-request session sc-set-gpt0(0) path",
    "http-request set-priority-class res.hdr(a)",
    "tcp-request content set-priority-offset srv_id",
  ],
  ["listen", all, "http-response set-mark res.hdr(a)", "tcp-request connection set-tos srv_id"],
  ["listen", ["2.6"], "tcp-response content set-fc-mark 1", "http-response set-fc-tos path"],
  ["listen", all, "http-after-response sc-add-gpc(0,0) path"],
  [
    ...(["backend", none] as const),
    "source 127.0.0.1:80",
    "server s 127.0.0.1:443 ssl verify none no-sslv3 no-tlsv10 no-tlsv11",
    "server s 127.0.0.1:443 no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13",
    "mode tcp;;mode http;;http-request deny",
  ],
  [
    ...(["backend", all] as const),
    "source udp@127.0.0.1",
    "source fd@5",
    "server s 127.0.0.1:80 source fd@5",
    "server s 127.0.0.1:443 ssl verify none no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13",
    "server s 127.0.0.1:443 ssl verify none force-tlsv12 ssl-min-ver TLSv1.3",
  ],
  ["frontend", none, "bind 127.0.0.1:18081-18081 id 5"],
  ["frontend", all, "bind 127.0.0.1:18081,127.0.0.1:18082 id 5", "bind 127.0.0.1:18081-18082 id 5"],
  ["backend", all, "server-template a 1-3 udp@127.0.0.1:80"],
  ["resolvers", ["3.2", "3.4"], "hold valid 10", "timeout resolve 10"],
  ["global", ["2.6", "3.0", "3.2", "3.4"], "tune.lua.openlibs nosuch"],
  ["global", ["2.6", "3.0", "3.2"], "tune.lua.openlibs table,io"],
  ["backend", all, "server s 127.0.0.1:80 check healthcheck nosuch"],
];

/** Statements that are taken with a warning. */
const warned: readonly (readonly [where: Where, statement: string])[] = [
  ["backend", "server s 127.0.0.1:443 ssl verify none no-tlsv12"],
  ["backend", "server s 127.0.0.1:443 ssl verify none no-tlsv12 ssl-min-ver TLSv1.2"],
  ["backend", "server s 127.0.0.1:443 ssl verify none force-tlsv13 no-tlsv13"],
];

const flat = cases.flatMap(([where, refusing, ...statements]) =>
  statements.map((statement) => ({ statement, refusing, text: wheres[where](statement.replaceAll(";;", "\n    ")) })),
);
const lastLine = (text: string) => text.trimEnd().split("\n").length;

function ours(text: string, branch: string): string {
  const hits = languageHits(modelFrom(text), readReleaseInUse(branch));
  if (hits.some(({ line, severity }) => severity === "error" && line + 1 === lastLine(text))) return "refused";
  return hits.some(({ severity }) => severity === "error") ? "refused elsewhere" : "taken";
}

describe.each(realBranches)("HAProxy %s", (branch) => {
  test.each(flat)("$statement", ({ text, refusing }) => {
    expect(ours(text, branch)).toBe(refusing.includes(branch) ? "refused" : "taken");
  });

  test.each(warned)("%s: %s", (where, statement) => {
    const text = wheres[where](statement);
    const hits = languageHits(modelFrom(text), readReleaseInUse(branch));
    expect(hits.filter(({ severity }) => severity === "warning").map(({ line }) => line + 1)).toEqual([lastLine(text)]);
    expect(ours(text, branch)).toBe("taken");
  });

  test.skipIf(!presentBranches().includes(branch))("the binary warns of the same", { timeout: 60_000 }, async () => {
    const texts = warned.map(([where, statement]) => wheres[where](statement));
    const verdicts = await verdictsOf(branch, texts);
    const said = texts.map((text, i) => verdicts[i]?.messages.some(({ level, line }) => level === "WARNING" && line === lastLine(text)));
    expect(said).toEqual(warned.map(() => true));
  });

  test.skipIf(!presentBranches().includes(branch))("the binary says the same", { timeout: 60_000 }, async () => {
    const verdicts = await verdictsOf(
      branch,
      flat.map(({ text }) => text),
    );
    const said = flat.map(({ statement, text }, i) => {
      const alerts = verdicts[i]?.messages.filter(({ level }) => level === "ALERT") ?? [];
      const there = alerts.some(({ line }) => line === lastLine(text));
      return `${statement}: ${there ? "refused" : alerts.length > 0 ? "refused elsewhere" : "taken"}`;
    });
    expect(said).toEqual(flat.map(({ statement, refusing }) => `${statement}: ${refusing.includes(branch) ? "refused" : "taken"}`));
  });
});
