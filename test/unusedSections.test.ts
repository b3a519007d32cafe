/** Sections that nothing refers to: told only where every reference can be seen. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are HAProxy's own
import { describe, expect, test } from "vitest";
import { languageHits } from "../server/src/lints/language.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { modelFromFiles } from "./support/configText.ts";

const release = readReleaseInUse("3.2");

/** The text under each finding, without the lines of `entry`. */
function unused(texts: readonly string[], scripts: Readonly<Record<string, string>> = {}): readonly string[] {
  const model = modelFromFiles(texts, scripts);
  return languageHits(model, release)
    .filter(({ code }) => code === "unused-section")
    .map(({ uri, line, span }) => model.files.find((file) => file.uri === uri)?.lines[line]?.raw.slice(span.start, span.end) ?? "");
}

/** A whole configuration whose frontend holds some rules. */
const entry = (...rules: readonly string[]) => `global\n maxconn 9\nfrontend fe\n mode http\n bind :80\n ${rules.join("\n ")}\n`;

describe("unused-section", () => {
  test.each<[what: string, rules: readonly string[], sections: string]>([
    ["use_backend", ["use_backend b"], "backend b"],
    ["default_backend", ["default_backend b"], "backend b"],
    ["a fetch", ["http-request deny if { nbsrv(b) lt 1 }"], "backend b"],
    ["a server of it", ["http-request deny if { srv_is_up(b/s) }"], "backend b\n server s ::1:80"],
    ["its stick-table", ["http-request track-sc0 src table b"], "backend b\n stick-table type ip size 1 expire 1m"],
    ["its table of peers", ["http-request track-sc0 src table p/t"], "peers p\n table t type ip size 1"],
    ["a log address", ["log ring@r local0"], "ring r"],
    ["a profile of logs", ["log ::1 profile l local0"], "log-profile l"],
    ["a password", ["http-request auth unless { http_auth(u) }"], "userlist u\n user a insecure-password b"],
    ["a group", ["http-request auth unless { http_auth_group(u) g }"], "userlist u\n group g"],
    ["a cache", ["http-request cache-use c"], "cache c\n total-max-size 4"],
    ["a resolution", ["http-request do-resolve(txn.a,r) str(a.example)"], "resolvers r\n parse-resolv-conf"],
    ["error pages", ["errorfiles e"], "http-errors e"],
    ["an application", ["default_backend b"], "fcgi-app f\n docroot /srv\nbackend b\n use-fcgi-app f"],
    ["mails", ["email-alert mailers m"], "mailers m\n mailer a ::1:25"],
    ["a table with peers", ["stick-table type ip size 1 peers p"], "peers p"],
    ["a server with resolvers", ["default_backend b"], "resolvers r\n parse-resolv-conf\nbackend b\n server s a.example:80 resolvers r"],
    ["a server tracked", ["default_backend b"], "backend c\n server s ::1:80\nbackend b\n server s ::1:81 track c/s"],
    ["a call with quotes", ['use_backend "b" if { path /b }'], "backend b"],
    ["a call between .if and .endif", [".if defined(X)", "use_backend b", ".endif"], "backend b"],
    ["a map", ["use_backend %[path,map(a.map)]"], "backend b"],
    ["the start of a name made at run time", ["use_backend b_%[path]"], "backend b_1"],
    ["the environment", ['default_backend "${B}"'], "backend b"],
    ["the environment, in a call", ['http-request auth unless { http_auth("${U}") }'], "userlist u"],
    ["a list of words from the environment", ["default_backend b"], 'userlist u\nbackend b\n server s ::1:80 "${WORDS[*]}"'],
    ["an SPOE filter, whose file names its backend", ["filter spoe engine a config /a"], "backend b"],
    ["a program", [], "userlist u\nprogram api\n command api --userlist=u"],
    ["a word that HAProxy refuses", ["use-backnd b"], "backend b"],
    ["a misspelt call", ["use_backend app_servrs"], "backend app_servers"],
    ["HAProxy's own clients", [], "resolvers default"],
    ["the Data Plane API", [], "userlist dataplaneapi"],
    ["somebody who switched it off", [], "backend b\n disabled"],
  ])("is called by %s", (_, rules, sections) => {
    expect(unused([`${entry(...rules)}${sections}\n`])).toEqual([]);
  });

  test.each<[what: string, rules: readonly string[], sections: string, told: readonly string[]]>([
    ["nothing", [], "backend b\nuserlist u\npeers p\nresolvers r\ncache c\nring r\n", ["b", "u", "p", "r", "c", "r"]],
    ["an ACL of its name", ["acl b path /b", "http-request deny if b"], "backend b", ["b"]],
    ["a path", ["http-request deny if { path /b }"], "backend b", ["b"]],
    ["itself", [], "backend b\n stick-table type ip size 1 expire 1m\n stick on src table b", ["b"]],
    ["a thing of another kind", ["http-request cache-use x"], "cache x\nuserlist x", ["x"]],
    ["another start", ["use_backend api_%[path]"], "backend api_1\nbackend web", ["web"]],
    ["a comment", ["# use_backend b"], "backend b", ["b"]],
  ])("is not called by %s", (_, rules, sections, told) => {
    expect(unused([`${entry(...rules)}${sections}\n`])).toEqual(told);
  });

  test("is called from another file, and told in a set of files only", () => {
    const main = entry("use_backend b");
    expect(unused([main, "backend b\nbackend c\n"])).toEqual(["c"]);
    expect(unused(["backend b\nbackend c\n"])).toEqual([]);
    expect(unused(["global\n maxconn 9\nbackend b\n"])).toEqual([]);
  });

  test("a Lua script may name a backend, and one that nobody can read any", () => {
    const text = "global\n lua-load a.lua\nfrontend fe\n bind :80\nbackend app\nbackend web\n";
    expect(unused([text], { "a.lua": 'local n = core.backends["app"]' })).toEqual(["web"]);
    expect(unused([text])).toEqual([]);
  });

  test("defaults without heirs", () => {
    const proxies = "frontend fe\n bind :80\n";
    const last = "defaults\n mode http\n";
    expect(unused([`global\n maxconn 9\ndefaults a\ndefaults\n mode tcp\n${proxies}`])).toEqual(["a"]);
    expect(unused([`global\n maxconn 9\ndefaults\ndefaults a\n${proxies}`])).toEqual(["defaults"]);
    expect(unused([`global\n maxconn 9\ndefaults a\ndefaults b from a\n${proxies}`])).toEqual([]);
    expect(unused([`global\n maxconn 9\ndefaults a\ndefaults b\n${proxies} default_backend c\nbackend c from a\n`])).toEqual([]);
    expect(unused([`global\n maxconn 9\n${proxies}${last}`])).toEqual([]);
    expect(unused([`global\n maxconn 9\ndefaults a\n.if defined(X)\ndefaults b\n.endif\n${proxies}`])).toEqual([]);
  });
});
