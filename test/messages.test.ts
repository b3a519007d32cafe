/** What findings say, where the words themselves matter. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the environment are written like this
import { describe, expect, test } from "vitest";
import { languageHits } from "../server/src/lints/language.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { readConfig } from "../server/src/syntax/config.ts";

function messages(...files: readonly (readonly [uri: string, text: string])[]): readonly string[] {
  return messagesOf("3.2", ...files);
}

function messagesOf(release: string, ...files: readonly (readonly [uri: string, text: string])[]): readonly string[] {
  const hits = languageHits(modelOf(files.map(([uri, text]) => readConfig(uri, text))), readReleaseInUse(release));
  return hits.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

describe("messages", () => {
  const backend = "backend be\n    mode http\n";

  test("name the other file where a name was taken in another file", () => {
    expect(messages(["file:///etc/a.cfg", backend], ["file:///etc/b.cfg", backend])).toEqual([
      'backend "be" has the same name as the backend in line 1 of a.cfg',
    ]);
    expect(messages(["file:///etc/a.cfg", `${backend}${backend}`])).toEqual(['backend "be" has the same name as the backend in line 1']);
  });

  test("suggest log-format aliases as they are written", () => {
    const [message] = messages(["a.cfg", `${backend}    http-request set-header x %cii\n`]);
    expect(message).toBe('"%cii" is no log-format alias; did you mean "%ci"?');
  });

  test("suggest the word that was meant among those that could stand there", () => {
    expect(messages(["a.cfg", `${backend}    balance leastcon\n`])).toEqual(['"leastcon" does not fit here; did you mean "leastconn"?']);
    const [far] = messages(["a.cfg", `${backend}    balance other\n`]);
    expect(far).toMatch(/^"other" does not fit here: expected "roundrobin", /);
    const [filter] = messages(["a.cfg", `${backend}    filter compresion\n`]);
    expect(filter).toMatch(
      /^"compresion" does not fit here: filters are "bwlim-in" \(since 2\.7\), .*"compression", .*, or of Lua, as "lua\.NAME"$/,
    );
  });

  test("tell people who know shells how a default is written", () => {
    expect(messages(["a.cfg", 'global\n    maxconn "${A:-9}"\n'])).toEqual(['a default stands behind "-" alone: write "${A-9}"']);
    expect(messages(["a.cfg", 'global\n    maxconn "${A:9}"\n'])).toEqual(['"${" is not closed by "}"']);
  });

  test("suggest criteria where a condition stands, and nowhere else", () => {
    expect(messages(["a.cfg", `${backend}    http-request deny if { path_begin /x }\n`])).toEqual([
      '"path_begin" is no sample fetch; did you mean "path_beg"?',
    ]);
    expect(messages(["a.cfg", `${backend}    http-request set-var(txn.x) path_begin\n`])).toEqual(['"path_begin" is no sample fetch']);
  });

  test("say what is expected without the grammar's own notation", () => {
    const [message] = messages(["a.cfg", `${backend}    http-request cache-use\n`]);
    expect(message).toBe('"cache-use" must be followed by a name');
  });

  test("name the last branch that knew a section", () => {
    const program = "program api\n    command /bin/api\n";
    expect(messagesOf("3.3", ["a.cfg", program])[0]).toBe('"program" was removed: HAProxy 3.2 was the last branch that took it here');
    const needed = '"program" is deprecated: it needs "expose-deprecated-directives" in the global section';
    expect(messagesOf("3.2", ["a.cfg", program])).toEqual([needed]);
    expect(messagesOf("3.2", ["a.cfg", `global\n    expose-deprecated-directives\n${program}`])).toEqual([]);
    expect(messagesOf("3.0", ["a.cfg", program])).toEqual([]);
  });

  test("tell of variables outside of double quotes, and of addresses of the web", () => {
    expect(messages(["a.cfg", `${backend}frontend f\n    default_backend be_$SITE\n`])).toEqual([
      'no backend "be_$SITE" in this configuration: variables are replaced between double quotes only',
    ]);
    expect(messages(["a.cfg", `${backend}    server a http://192.0.2.1:80\n`])).toEqual([
      '"http://192.0.2.1:80" is no address: leave out the scheme, and give host and port',
    ]);
  });

  const said = (line: string) => messages(["a.cfg", `${backend}    ${line}\n`]);

  test.each([
    ["balance random(0)", 'in the arguments of "random": "0" is out of range: give a number of 1 or more'],
    ["hash-balance-factor 50", '"50" is out of range: give a number of 101 or more, or 0'],
    ["server s 192.0.2.1:80 weight 300", '"300" is out of range: give a number from 0 to 256'],
    ["server s 192.0.2.1:80 check rise x", '"x" is no number: give a number of 1 or more'],
    ["server s 192.0.2.1:80 init-addr never", /"last", "libc", "none"/],
    ["server s 192.0.2.1:80 track nowhere/x", 'no backend "nowhere" in this configuration'],
    ["server s 192.0.2.1:80 CHECK", '"CHECK" is no parameter of server; did you mean "check"?'],
    ["http-request set-var(txn.a-b) src", /behind "txn\." only letters/],
    ["http-request set-header x %[date(0,minutes)]", '"minutes" is no valid argument of "date": expected "s", "ms", "us"'],
    ["http-request deny IF { path /x }", '"IF" does not fit here; did you mean "if"?'],
    ["http-request deny if { dst_port 90:80 }", '"90:80" is a range that ends below its start'],
    ["acl or path /x", '"or" joins the terms of a condition and cannot be a name'],
    ["rise 3", '"rise" is no keyword of a backend section; it is a parameter of "server" lines'],
    ["nbthread 3", '"nbthread" is no keyword of a backend section; it belongs in global'],
    ["stick-table type ip size 1k store conn_current", '"store" does not know "conn_current"; did you mean "conn_cur"?'],
    ["http-request deny if { path -m prefix /x }", /^"-m" does not know "prefix": expected "/],
  ])("%s: name what would be right", (line, message) => {
    const [first] = said(line);
    if (typeof message === "string") expect(first).toBe(message);
    else expect(first).toMatch(message);
  });

  test("say one thing where one thing is wrong", () => {
    expect(said("server s 192.0.2.1:80 source 192.0.2.2 usesrc 192.0.2.3:+1")).toHaveLength(1);
    expect(said("http-request set-var(txn.x src")).toHaveLength(1);
  });

  test("tell of a fetch that nobody knows before what does not fit behind it", () => {
    expect(said("http-request track-sc0 tabel st src")[0]).toMatch(/^"tabel" is no sample fetch/);
  });

  test("lead addresses from the header to bind lines, and misspelt headers to sections", () => {
    expect(messages(["a.cfg", "frontend f :80\n"])[0]).toBe('":80" cannot stand here: put addresses into lines of their own, "bind :80"');
    expect(messages(["a.cfg", `${backend}fronted f\n`])[0]).toBe('"fronted" is no keyword of a backend section; did you mean "frontend"?');
  });

  test("show the word that is no expression at all", () => {
    const [message] = messages(["a.cfg", `${backend}    http-request set-var(txn.x) ,lower\n`]);
    expect(message).toBe('",lower" is no sample expression');
  });
});
