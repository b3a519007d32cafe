/** Lines that HAProxy refuses for reasons beyond the words themselves: ours and those of real binaries. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../../server/src/lints/language.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "../support/configText.ts";
import { presentBranches, realBranches, verdictsOf } from "../support/realHaproxy.ts";

const proxy = "    mode http\n    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n";
const frontend = (line: string) => `frontend f\n    bind 127.0.0.1:18080\n${proxy}    ${line}\n`;
const backend = (line: string) => `backend b\n${proxy}    ${line}\n`;
const listener = (address: string) => `frontend f\n${proxy}    bind ${address}\n`;

/** The text, and the line (from 1) that is refused; undefined: all is well. */
const cases: readonly (readonly [name: string, text: string, line: number | undefined])[] = [
  ["an ACL whose line is refused", frontend("acl a no_such_fetch x\n    http-request deny if a"), 8],
  ["an ACL with one good line", frontend("acl a path /x\n    http-request deny if a"), undefined],
  ["datagrams on a bind line", listener("udp@127.0.0.1:18081"), 6],
  ["an IPv6 address after ipv4@", listener("ipv4@::1:18081"), 6],
  ["an IPv4 address after ipv6@", listener("ipv6@127.0.0.1:18081"), 6],
  ["any address after ipv4@", listener("ipv4@*:18081"), undefined],
  ["a source port with an offset", backend("server s 127.0.0.1:80 source 127.0.0.1:+1000"), 6],
  ["a range of source ports", backend("server s 127.0.0.1:80 source 127.0.0.1:20000-20010"), undefined],
  ["a way to find addresses that is none", backend("server s 127.0.0.1:80 init-addr never"), 6],
  ["ways to find addresses", backend("server s 127.0.0.1:80 init-addr last,libc,192.0.2.1"), undefined],
  ["letters among status codes", backend("http-check expect status 2xx"), 6],
  ["ranges of status codes", backend("http-check expect status 200-299,301"), undefined],
  ["a status with zeros before it", frontend("errorfile 0503 /dev/null"), undefined],
  ["a status that is read up to its end", frontend("http-error status 400-499 content-type text/plain string x"), undefined],
  ["a status with more digits", frontend("errorfile 5030 /dev/null"), 7],
  ["a redirection whose status ends in letters", frontend("redirect location / code 301x"), undefined],
  ["a key of negative length", backend("stick-table type string len -1 size 1k expire 1m"), undefined],
  ["a key without length", backend("stick-table type binary len 0 size 1k expire 1m"), 6],
  ["a type of MQTT packets with zeros before it", frontend("acl a req.payload(0,0),mqtt_field_value(008,38) x"), undefined],
  ["two filters that compress", frontend("filter compression\n    filter compression"), 8],
  ["two filters of one cache", frontend("filter cache c\n    filter cache c\ncache c\n    total-max-size 4"), 8],
  ["a host with nothing between two dots", backend("server s a..b:80"), 6],
  ["a listener whose address starts with a dot", listener(".0.0.1:18081"), 6],
  ["a network with a dot too many", frontend("acl a src 10..0/8\n    http-request deny if a"), 7],
  ["a mask of two numbers", frontend("acl a src 10.0.0.0/255.0\n    http-request deny if a"), 7],
  ["a mask of four numbers", frontend("acl a src 10.0.0.0/255.0.255.0\n    http-request deny if a"), undefined],
  ["a mask that is too long", frontend("option forwardfor except 127.0.0.0/99"), 7],
  ["an unknown word in a userlist", "userlist l\n    log global\n", 2],
  ["no before a rule", frontend("no http-request deny"), 7],
  ["default before a statement", backend("default balance roundrobin"), 6],
  ["no before an option with arguments", backend("no option httpchk"), 6],
  ["no before an option that is on or off", backend("no option redispatch"), undefined],
  ["no before log", frontend("no log"), undefined],
  ["rules on connections in a backend", backend("tcp-request connection accept"), 6],
  ["rules on sessions in a backend", backend("tcp-request session accept"), 6],
  ["rules on responses in a frontend", frontend("tcp-response content accept"), 7],
  ["a hook that responses do not have", backend("tcp-response connection accept"), 6],
  ["a flag that is none", frontend("http-request deny if { path -1 }"), 7],
  ["a value behind two hyphens", frontend("http-request deny if { path -- -1 }"), undefined],
  ["a number with a dot", frontend("http-request deny if { dst_port 1.5 }"), 7],
  ["a version of TLS with a dot", frontend("tcp-request content accept if { req.ssl_ver 3.1 }"), undefined],
  ["a range upside down", frontend("http-request deny if { dst_port 90:80 }"), 7],
  ["half a byte", frontend("http-request deny if { path -m bin 012 }"), 7],
  ["what is neither address nor host", frontend("http-request deny if { src 50% }"), 7],
  ["a stick-table in defaults", `defaults\n${proxy}    stick-table type ip size 1k\n`, 6],
  ["a declared capture in defaults", `defaults\n${proxy}    declare capture request len 8\n`, 6],
  ["a header captured in defaults", `defaults\n${proxy}    capture request header host len 8\n`, 6],
  ["an unknown parameter of the stats socket", "global\n    stats socket /tmp/none.sock mod 600\n", 2],
  ["an unknown level of the stats socket", "global\n    stats socket /tmp/none.sock level king\n", 2],
  ["a hexadecimal length of a queue", backend("max-keep-alive-queue 0x10"), undefined],
  ["a length of a queue with letters", backend("max-keep-alive-queue 1x"), 6],
  ["a hexadecimal number of draws", backend("balance random(0x10)"), undefined],
  ["a negative number of draws", backend("balance random(-2)"), 6],
  ["a sticky counter that is left out", frontend("http-request sc-inc-gpc(7,)"), undefined],
  ["a counter without its sticky counter", frontend("http-request sc-inc-gpc(7)"), 7],
  ["the address 0 as source", backend("source 127.0.0.1 usesrc 0"), undefined],
  ["a header's name that is left out", backend("option httpchk\n    http-check expect hdr name -m end"), undefined],
  ["a match method that is left out", backend("option httpchk\n    http-check expect hdr name -m"), 7],
  ["a header's value that is left out", backend("option httpchk\n    http-check expect hdr name x value -m end"), 7],
  ["resolvers of all servers without a name", backend("default-server resolvers"), undefined],
  ["resolvers of a ring's server", "ring r\n    server s 127.0.0.1:80 resolvers none\n", undefined],
  ["mailers that are none, where no mail is sent", backend("email-alert mailers none"), undefined],
  ["a number that starts well", backend("server s 127.0.0.1:80 check rise 2x fall 1.5"), undefined],
  ["a number that does not start", backend("server s 127.0.0.1:80 check rise x"), 6],
  ["a rise in hexadecimal", backend("server s 127.0.0.1:80 check rise 0x10"), 6],
  ["an interval of nothing", backend("server s 127.0.0.1:80 check inter 0"), 6],
  ["a size beyond 32 bits", "global\n    tune.bufsize 16384\n    tune.ssl.cachesize -1\n", 3],
  ["a percentage beyond 100", "global\n    tune.pool-low-fd-ratio 101\n", 2],
  ["a CPU that is none", "global\n    cpu-map one 0\n", 2],
  ["a node name that is none", "global\n    node a%b\n", 2],
  ["TLS to a server without a CA", backend("server s 127.0.0.1:443 ssl"), 6],
  ["TLS to a server that is trusted", backend("server s 127.0.0.1:443 ssl verify none"), undefined],
  ["TLS to a server that defaults trust", backend("default-server verify none\n    server s 127.0.0.1:443 ssl"), undefined],
  [
    "TLS to a server that the global section trusts",
    `global\n    ssl-server-verify none\n${backend("server s 127.0.0.1:443 ssl")}`,
    undefined,
  ],
  ["an agent without a port", backend("server s 127.0.0.1:80 agent-check"), 6],
  ["a check that needs no port of its own", backend("server s 127.0.0.1 check port 80"), undefined],
  ["a check with its state taken from elsewhere", backend("server a 127.0.0.1:80 check\n    server s 127.0.0.1:80 check track a"), 7],
  ["an address that is none", backend("source 50%"), 6],
  ["a socks4 proxy without a port", backend("server s 127.0.0.1:80 socks4 127.0.0.1:"), 6],
  ["a template of no servers", backend("server-template s 0 127.0.0.1:80"), 6],
  ["a DNS answer that nobody can give", backend("server s 127.0.0.1:80 resolve-opts never"), 6],
  ["a filter that is none", frontend("filter nosuch"), 7],
  ["a service that is none", frontend("http-request use-service nosuch"), 7],
  ["an IPv4 constant that is none", frontend("http-request set-src ipv4(one)"), 7],
  ["a header check with an open expression", backend('option httpchk\n    http-check expect hdr name-lf -m str "%[res.fhdr(x]"'), 7],
  ["a period with something behind", backend("stick-table type ip size 1k expire 1m store http_req_rate(10s)z"), undefined],
  ["stored data with a gap", backend("stick-table type ip size 1k expire 1m store gpc0,,gpt0"), 6],
  [
    "rules that both sides inherit",
    `defaults a\n${proxy}    http-request deny if FALSE\n\nfrontend f from a\n    bind 127.0.0.1:18082\n\nbackend b from a\n`,
    11,
  ],
  [
    "rules that one side inherits",
    `defaults a\n${proxy}    http-request deny if FALSE\n\nbackend b from a\n\nbackend c from a\n`,
    undefined,
  ],
  ["rules that a listen inherits", `defaults a\n${proxy}    http-request deny if FALSE\n\nlisten f from a\n    bind 127.0.0.1:18082\n`, 8],
  ["a reply without its content type", frontend('http-request return string "text"'), 7],
  ["a reply with its content type", frontend('http-request return string "text" content-type text/plain'), undefined],
  ["a denial with a text", frontend("http-request deny lf-string text"), 7],
  ["a header called string", frontend("http-request return hdr string x"), undefined],
  ["a capture in a backend", backend("http-request capture src len 8"), 6],
  ["the client's timeout in a backend", backend("http-request set-timeout client 5s"), 6],
  ["the server's timeout in a frontend", frontend("http-request set-timeout server 5s"), 7],
  ["the server's timeout in a backend", backend("http-request set-timeout server 5s"), undefined],
  ["a header to remove with odd characters", frontend("http-request del-header x(a"), undefined],
  ["a service of HTTP in TCP rules", frontend("tcp-request content use-service prometheus-exporter"), 7],
  ["a statement that is gone", frontend("monitor-net 10.0.0.0/8"), 7],
  ["a declared capture in a backend", backend("declare capture request len 8"), 6],
  ["retries by status in a frontend", frontend("retry-on 401"), 7],
  ["a captured cookie in defaults", `defaults\n${proxy}    capture cookie x len 8\n`, 6],
  ["rights to the statistics in defaults", `defaults\n${proxy}    stats admin if TRUE\n`, 6],
  ["rights to the statistics without a condition", backend("stats admin"), 6],
  ["bytes that are none", backend("option tcp-check\n    tcp-check expect binary xx"), 7],
  ["a balance factor below 100", backend("hash-balance-factor 50"), 6],
  ["a counter beyond the usual three", frontend("http-request sc-inc-gpc0(3)"), 7],
  ["a counter beyond them with a sign", frontend("http-request sc-inc-gpc(-1,+3)"), 7],
  ["a counter with a sign", frontend("http-request sc-inc-gpc(-1,-1)"), undefined],
  ["a counter that is there", frontend("http-request sc-inc-gpc0(2)"), undefined],
  ["a match method that cannot compare a truth", frontend("http-request deny if { always_true -m ip 10.0.0.0/8 }"), 7],
  ["an argument left out behind the last comma", frontend("http-request set-var(txn.x) str(a),field(1,a,)"), undefined],
  ["half a byte of a constant", frontend("http-request set-var(txn.x) bin(0)"), 7],
  ["a digest that is none", frontend("http-request set-var(txn.x) req.hdr(a),digest(sah)"), 7],
  ["settings of servers to come", backend("server s 127.0.0.1:80\n    default-server sni nosuch"), undefined],
  ["an address of the agent with a port", backend("server s 127.0.0.1:80 agent-check agent-port 1 agent-addr 127.0.0.1:80"), 6],
  ["a cookie preserved that nobody inserts", backend("cookie X preserve"), 6],
  ["an application in a frontend", `fcgi-app a\n    docroot /x\n${frontend("use-fcgi-app a")}`, 9],
  ["two words behind a cookie that persists", backend("persist rdp-cookie(x) y"), 6],
  ["junk behind an access rule of the statistics", backend("stats http-request allow junk"), 6],
  ["a node that is none on the statistics page", frontend("stats show-node a%b"), 7],
  ["a number that goes on with letters", listener("127.0.0.1:18083 id 1x"), 6],
  ["a parameter that default-bind does not have", "peers p\n    default-bind nosuch\n", 2],
  ["a password without its value", "userlist l\n    user u password password junk\n", 2],
  ["a ring that waits for no time", `ring r\n    size 32768\n    timeout connect never\n`, 3],
  ["what a store rule cannot see any more", backend("stick-table type string size 1k\n    stick store-response path"), 7],
  ["defaults that inherit rules", `defaults a\n${proxy}    http-request deny\n\ndefaults b from a\n    retries 2\n`, 8],
  ["one IPv6 group and no port", listener("::1"), 6],
  ["the IPv6 address of no groups", listener(":::18081"), undefined],
  ["an IPv6 address with one colon too many", listener("2001:db8:::1:18081"), 6],
  ["two ports", listener("*:18081:18082"), 6],
  ["seven groups without a gap", backend("source 1:2:3:4:5:6:7:8"), 6],
  ["an IPv6 address of eight groups", backend("source 2001:db8:0:0:0:0:0:1:0"), undefined],
  ["an IPv6 address in brackets without a port", backend("source [::]"), undefined],
  ["an IPv4 address in an IPv6 one", backend("server s ::ffff:192.0.2.1:80"), undefined],
  ["a thread beyond the last of its group", "global\n    cpu-map 1/1-65 0\n", 2],
  ["the thread 0", "global\n    cpu-map 0 0\n", 2],
  ["a CPU beyond the last", "global\n    cpu-map 1 0-1024\n", 2],
  ["the last CPU", "global\n    cpu-map 1 1023\n", undefined],
  ["more threads than CPUs", "global\n    cpu-map auto:1/1-4 0-2\n", 2],
  ["as many threads as CPUs", "global\n    cpu-map auto:1/1-4 0 1 2-3\n", undefined],
  ["as many groups as CPUs", "global\n    cpu-map auto:1-4/1 0-3\n", undefined],
  ["a match method that is left out behind a value", backend("option httpchk\n    http-check expect hdr name x value -m"), 7],
  ["default before a way to close", backend("default option http-server-close"), 6],
  ["default before log alone", frontend("default log"), 7],
  ["the number of another proxy", `${frontend("id 10")}${backend("id 010")}`, 13],
  ["numbers of two proxies", `${frontend("id 10")}${backend("id 11")}`, undefined],
  ["a user without a number", "global\n    uid\n", 2],
  ["a user whose number is none", "global\n    uid x\n", undefined],
  ["a cache that goes on without its setting", "cache c\n    total-max-size 4\n    max-age\n", undefined],
  ["more threads than any build has", "global\n    nbthread 4097\n", 2],
  ["an action of the statistics that is none", frontend("stats http-request nosuch"), 7],
  ["an action of requests for the statistics", frontend("stats http-request sc-inc-gpc0(0)"), undefined],
  ["a comma behind the only argument", frontend("http-request set-var(txn.x) str(a,)"), 7],
  ["a server's TLS of no version", backend("server s 127.0.0.1:443 ssl verify none ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.2"), 6],
  ["a server's TLS of one version", backend("server s 127.0.0.1:443 ssl verify none ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.2"), undefined],
  ["versions of a server without TLS", backend("server s 127.0.0.1:443 ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.2"), undefined],
  ["words behind a cookie that persists without a name", backend("persist rdp-cookie x y"), undefined],
  ["a number that is none, of what is not there yet", frontend("http-request deny if { res.hdr_cnt(a) x }"), 7],
];

/** What only some branches refuse, and at which line. */
const someCases: readonly (readonly [name: string, text: string, line: number, refusing: readonly string[]])[] = [
  ["more than 64 threads", "global\n    nbthread 65\n    thread-groups 2\n", 2, ["2.6"]],
  ["more than 256 threads", "global\n    nbthread 257\n    thread-groups 5\n", 2, ["2.6", "3.0"]],
  ["more than 1024 threads", "global\n    nbthread 1025\n    thread-groups 17\n", 2, ["2.6", "3.0", "3.2", "3.4"]],
  ["a type of a format that is none", frontend('log stdout format raw local0\n    log-format "%(a:int)ci"'), 8, ["3.0", "3.2", "3.4"]],
  ["a name of a format that is none", frontend('log stdout format raw local0\n    log-format "%(a.b)[src]"'), 8, ["3.0", "3.2", "3.4"]],
  ["names and types of a format", frontend('log stdout format raw local0\n    log-format "%(a:str)ci %(:sint)Ts %(b-c)[src]"'), 8, []],
  ["a rule of QUIC before the mode", `defaults d\n    quic-initial accept\n${proxy}`, 2, ["2.6", "3.0", "3.2", "3.4"]],
  ["a rule of QUIC behind the mode", `defaults d\n${proxy}    quic-initial accept\n`, 6, ["2.6", "3.0"]],
  ["a window of QUIC that is too small", "global\n    tune.quic.fe.cc.max-win-size 1k\n", 2, ["2.6", "3.0", "3.2", "3.4"]],
  ["a window of QUIC of 4 GB", "global\n    tune.quic.fe.cc.max-win-size 4g\n", 2, ["2.6", "3.0", "3.2"]],
  ["a share of QUIC's window that is none", "global\n    tune.quic.fe.cc.reorder-ratio x\n", 2, ["2.6", "3.0", "3.2", "3.4"]],
  ["a hidden frontend", frontend("be-unpublished"), 7, ["2.6", "3.0", "3.2", "3.4"]],
  ["a hidden backend", backend("be-unpublished"), 6, ["2.6", "3.0", "3.2"]],
  ["a way past the hiding, in a backend", backend("force-be-switch if TRUE"), 6, ["2.6", "3.0", "3.2", "3.4"]],
  ["an option of servers taken away in a frontend", frontend("no option forwarded"), 7, ["2.6"]],
  ["a file behind a ring", "ring r\n    size 32768\n    backing-file /tmp/none.ring\n", 3, []],
];

const errorLines = (branch: string, text: string) =>
  languageHits(modelFrom(text), readReleaseInUse(branch))
    .filter(({ severity }) => severity === "error")
    .map(({ line }) => line + 1);

describe.each(realBranches)("HAProxy %s", (branch) => {
  test.each(cases)("%s", (_, text, line) => {
    const lines = errorLines(branch, text);
    if (line === undefined) expect(lines).toEqual([]);
    else expect(lines).toContain(line);
  });

  test.each(someCases)("%s", (_, text, line, refusing) => {
    expect(errorLines(branch, text)).toEqual(refusing.includes(branch) ? [line] : []);
  });

  test.skipIf(!presentBranches().includes(branch))("the binary says the same", { timeout: 60_000 }, async () => {
    const verdicts = await verdictsOf(
      branch,
      cases.map(([, text]) => text),
    );
    const blamed = cases.map(([name, , line], i) => {
      const lines = verdicts[i]?.messages.filter(({ level }) => level === "ALERT").map((message) => message.line) ?? [];
      return `${name}: ${line === undefined ? verdicts[i]?.state !== "error" : lines.includes(line)}`;
    });
    expect(blamed).toEqual(cases.map(([name]) => `${name}: true`));
    const ofSome = await verdictsOf(
      branch,
      someCases.map(([, text]) => text),
    );
    const refused = someCases.map(([name, , line], i) => {
      const lines = ofSome[i]?.messages.filter(({ level }) => level === "ALERT").map((message) => message.line) ?? [];
      return `${name}: ${lines.includes(line)}`;
    });
    expect(refused).toEqual(someCases.map(([name, , , refusing]) => `${name}: ${refusing.includes(branch)}`));
  });
});
