/** Fixes of what stands in the wrong place, or has none any more: other sections, the order of rules, statements of old. */
import { describe, expect, test } from "vitest";
import { fixesAt, frontend } from "../support/checkActions.ts";

describe("what stands in the wrong section", () => {
  const app = "backend app\n    server a 192.0.2.1:80\n";

  test("a server goes to the backend that its frontend sends to by default, with its comments", () => {
    const before = frontend("default_backend app", "# second", "server b 192.0.2.2:80 check$0") + app;
    expect(fixesAt(before, "3.2.4", "misplaced-keyword")).toEqual({
      'Move "server" to the backend app section': `${frontend("default_backend app")}${app}    # second\n    server b 192.0.2.2:80 check\n`,
    });
  });

  test("a frontend with servers that sends nowhere is a listen section", () => {
    const before = frontend("server b 192.0.2.2:80$0") + app;
    expect(fixesAt(before, "3.2.4", "misplaced-keyword")).toEqual({
      'Change "frontend" to "listen"': before.replace("frontend f", "listen f").replace("$0", ""),
    });
  });

  test("it stays for a person where it sends elsewhere, or a backend has its name", () => {
    const fixes = (text: string) => Object.keys(fixesAt(text, "3.2.4", "misplaced-keyword"));
    expect(fixes(frontend("server b 192.0.2.2:80$0", "use_backend app if TRUE") + app)).not.toContain('Change "frontend" to "listen"');
    expect(fixes(`${frontend("server b 192.0.2.2:80$0")}backend f\n`)).toEqual([]);
  });

  test("a backend that is to listen is a listen section", () => {
    const before = "backend b\n    bind :80$0\n    server a 192.0.2.1:80\n";
    expect(fixesAt(before, "3.2.4", "misplaced-keyword")).toMatchObject({
      'Change "backend" to "listen"': "listen b\n    bind :80\n    server a 192.0.2.1:80\n",
      "Remove the line, which HAProxy ignores": app.replace("app", "b"),
    });
  });

  test("a setting of the process that begins like one of a proxy", () => {
    expect(fixesAt("global\n    maxconn 9\n\ndefaults\n    stats socket$0 /run/a.sock\n", "3.2.4", "unknown-value")).toEqual({
      'Move "stats" to the global section': "global\n    maxconn 9\n    stats socket /run/a.sock\n\ndefaults\n",
    });
    expect(Object.keys(fixesAt("defaults\n    stats sokcet$0 /run/a.sock\n", "3.2.4", "unknown-value"))).toEqual([]);
  });
});

describe("what HAProxy has given up", () => {
  test.each<[code: string, release: string, before: string, fixes: Readonly<Record<string, string>>]>([
    [
      "removed-keyword",
      "3.2.4",
      frontend("monitor-net 192.0.2.0/24$0 # probes"),
      {
        'Write it as "http-request return status 200 if { src 192.0.2.0/24 }" (check what it does)': frontend(
          "http-request return status 200 if { src 192.0.2.0/24 } # probes",
        ),
      },
    ],
    ["removed-keyword", "3.2.4", frontend("option http-tunnel$0"), { 'Remove "option http-tunnel"': frontend() }],
    ["deprecated-keyword", "2.5.0", frontend("bind-process 1$0"), { 'Remove "bind-process 1"': frontend() }],
    [
      "raw-fetch-in-http",
      "3.2.4",
      "frontend f\n    mode http\n    bind :1 ssl crt a\n    use_backend x if { req.ssl_sni$0 -i a.example }\n",
      {
        'Change "req.ssl_sni" to "ssl_fc_sni"':
          "frontend f\n    mode http\n    bind :1 ssl crt a\n    use_backend x if { ssl_fc_sni -i a.example }\n",
      },
    ],
    ["raw-fetch-in-http", "3.2.4", frontend("use_backend x if { req.ssl_sni$0 a.example }"), {}],
  ])("%s in %s", (code, release, before, fixes) => {
    expect(fixesAt(before, release, code)).toEqual(fixes);
  });

  test("a dispatch is a server, where there is none yet", () => {
    const dispatch = "backend b\n    dispatch 192.0.2.1:80$0\n";
    const written = { 'Write it as "server dispatch 192.0.2.1:80" (check what it does)': "backend b\n    server dispatch 192.0.2.1:80\n" };
    expect(fixesAt(dispatch, "3.3.0", "deprecated-keyword")).toMatchObject(written);
    expect(Object.keys(fixesAt(`${dispatch}    server a 192.0.2.2:80\n`, "3.3.0", "deprecated-keyword")).join()).not.toContain("Write");
    expect(fixesAt(dispatch, "3.2.4", "deprecated-keyword")).toEqual({});
  });
});

describe("rules in another order than HAProxy's", () => {
  const all = "Put the rules of this section into the order in which HAProxy processes them";
  const before = frontend(
    "use_backend a if { path /a }",
    "acl late path /l",
    "# refuse",
    "http-request deny if late",
    "http-response set-header A b",
    "tcp-request content$0 accept if HTTP",
    "http-request set-header B c",
    "maxconn 9",
  );

  test("are sorted together, with their comments, below the ACLs that they use; others keep their places", () => {
    expect(fixesAt(before, "3.2.4", "rule-order")[all]).toBe(
      frontend(
        "tcp-request content accept if HTTP",
        "acl late path /l",
        "# refuse",
        "http-request deny if late",
        "http-response set-header A b",
        "http-request set-header B c",
        "use_backend a if { path /a }",
        "maxconn 9",
      ),
    );
    const needs = frontend(
      "redirect location / if a",
      "acl b path /b",
      "http-request deny if b",
      "tcp-request$0 content accept if b",
      "acl a path /a",
    );
    expect(fixesAt(needs, "3.2.4", "rule-order")[all]).toBe(
      frontend("acl b path /b", "acl a path /a", "tcp-request content accept if b", "http-request deny if b", "redirect location / if a"),
    );
  });

  test("keep their line ends, at the end of the file too", () => {
    const crlf = frontend("redirect location /", "http-request deny if TRUE", "tcp-request$0 content accept")
      .trimEnd()
      .replaceAll("\n", "\r\n");
    const sorted = frontend("tcp-request content accept", "http-request deny if TRUE", "redirect location /")
      .trimEnd()
      .replaceAll("\n", "\r\n");
    // what was the last line no longer is, and ends
    expect(fixesAt(crlf, "3.2.4", "rule-order")[all]).toBe(`${sorted}\r\n`);
  });

  test("one that stands wrong moves alone; what .if guards stays", () => {
    const one = frontend("redirect location /", "http-request deny$0 if TRUE");
    expect(Object.keys(fixesAt(one, "3.2.4", "rule-order"))).toEqual(["Move the rule above line 5, to where HAProxy processes it"]);
    const guarded = before.replace("    http-request set-header B c\n", ".if feature(X)\n    http-request set-header B c\n.endif\n");
    expect(Object.keys(fixesAt(guarded, "3.2.4", "rule-order"))).not.toContain(all);
  });
});
