/** Every kind of name with all places that mean it, and those that only look like it. */
import { describe, expect, test } from "vitest";
import { entriesOf } from "../../../server/src/features/navigation/mapEntries.ts";
import { checkReferences } from "../../support/checkNames.ts";

describe("references", () => {
  test("of an ACL stay in its section", () => {
    checkReferences(`frontend a
    acl «local» src 10.0.0.0/8
    acl «local» src 192.168.0.0/16
    http-request deny if !«local» or { src 1.2.3.4 } !!«local»
    http-request set-var(txn.x) acl(«local»,!other)
    http-request set-header X "%[acl(!«local»)]" unless "«local»"
    use_backend %[req.hdr(local)] if «local»
frontend b
    acl local src 10.0.0.0/8
    http-request deny if local Local`);
  });

  test("of an ACL in a defaults section are not those of a proxy that has its own", () => {
    checkReferences(`defaults d
    acl «x» path /a
    http-request deny if «x»
frontend f from d
    acl x path /b
    http-request deny if x`);
    checkReferences(`defaults d
    acl x path /a
    http-request deny if x
frontend f from d
    acl «x» path /b
    http-request deny if «x»`);
  });

  test("of a frontend and of a backend with the same name", () => {
    const config = (front: string, back: string) => `frontend ${front}
    default_backend ${back}
    use_backend ${back} if { nbsrv(${back}) gt 0 } { fe_conn(${front}) gt 1 }
    http-request deny if { srv_is_up(${back}/web) }
backend ${back}
    server web 192.0.2.1:80 track ${back}/other
    server other 192.0.2.1:80 check`;
    checkReferences(config("«web»", "web"));
    checkReferences(config("web", "«web»"));
  });

  test("of a listen section, used from both sides", () => {
    checkReferences(`listen «both»
    bind :80
    stick-table type ip size 1k store gpc0
    server s 192.0.2.1:80
frontend f
    http-request track-sc0 src table «both»
    http-request deny if { sc_get_gpc0(0,«both») gt 1 } { fe_conn(«both») gt 1 } { be_conn(«both») gt 1 }
    http-request deny if { src,table_gpc0(«both») gt 1 } { srv_is_up(«both»/s) } { src,in_table(«both») }
    default_backend «both»`);
  });

  test("of a proxy with a stick-table, where the other side has the same name", () => {
    checkReferences(`frontend «t»
    stick-table type ip size 1k store gpc0
    http-request track-sc0 src table «t»
    default_backend t
backend t
    stick match src table «t»`);
  });

  test("of a server stay in its backend", () => {
    checkReferences(`frontend f
    http-request deny if { srv_is_up(a/«s1») } { srv_is_up(b/s1) }
backend a
    server «s1» 192.0.2.1:80 check
    server s2 192.0.2.1:80 track «s1»
    use-server «s1» if { srv_is_up(«s1») }
backend b
    server s1 192.0.2.1:80 track a/«s1»
    use-server s1 if { srv_is_up(s1) }`);
  });

  test("of a server made by a template lead to the template", () => {
    checkReferences(`frontend f
    http-request deny if { srv_is_up(a/«web2») } { srv_is_up(a/web9) } { srv_is_up(a/web02) }
backend a
    server-template «web» 2-3 192.0.2.1:80
    server web4 192.0.2.1:80 track «web3»
    use-server web4 if TRUE`);
  });

  test("of a table of peers and of its section", () => {
    checkReferences(`peers «p»
    peer me 127.0.0.1:1
    table t type ip size 1k store gpc0
frontend p
    stick-table type ip size 1k peers «p» write-to «p»/t
    http-request track-sc0 src table «p»/t if { src,table_gpc0(«p»/t) gt 0 }`);
    checkReferences(`peers p
    table «t» type ip size 1k store gpc0
    table u type ip size 1k store gpc0 write-to p/«t»
peers q
    table t type ip size 1k
frontend t
    http-request track-sc0 src table p/«t»
    http-request track-sc1 src table q/t`);
  });

  test("of a peer that localpeer names", () => {
    checkReferences(`global
    localpeer «lb1»
peers a
    peer «lb1» 127.0.0.1:1
    server lb2 127.0.0.1:2
peers b
    peer «lb1» 127.0.0.1:3`);
  });

  test("of proxies and servers, where what gives their name is compared with it", () => {
    checkReferences(`frontend «edge»
    acl a fe_name «edge» other
    acl b fe_name -i edge
    acl c fe_name,lower -m str edge
    http-request deny if { fe_name -m str -- «edge» } !{ fe_name -m beg edge } { so_name edge }
backend shop
    stats scope «edge»
    stats scope .
    http-request deny if { path edge }`);
    checkReferences(`frontend f
    http-response deny if { be_name «shop» } or { fe_defbe «shop» }
    http-response deny if { srv_name s }
backend «shop»
    acl s srv_name s
    server s 192.0.2.1:80`);
    checkReferences("backend shop\n    acl s srv_name «s»\n    server «s» 192.0.2.1:80\nbackend other\n    server s 192.0.2.1:80\n");
  });

  test("of a value in a map, which may be of any length", () => {
    const long = `a b${" ".repeat(300_000)}c`;
    const started = performance.now();
    expect(entriesOf(`${long}\n/a  b c \r\n# x b c\n  /k b c\nb c\nk  \n`, "b c")).toEqual([
      { line: 1, span: { start: 4, end: 7 } },
      { line: 3, span: { start: 5, end: 8 } },
    ]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("of a backend that a map falls back on, where nothing else makes the name", () => {
    checkReferences(`frontend f
    use_backend %[req.hdr(host),lower,map_dom(/h.map,«web»)]
    use_backend "%[path,map_beg(/p.map,«web»)]" if { nbsrv(«web») gt 1 }
    use_backend be_%[path,map_beg(/p.map,web)]
    use_backend %[path,map_beg(/p.map,web),lower]
    http-request set-var(txn.a) path,map_beg(/p.map,web)
backend «web»
    use-server %[path,map(/p.map,web)] if TRUE
    server s 192.0.2.1:80`);
  });

  test("of names with signs that HAProxy refuses", () => {
    checkReferences("frontend f\n    acl '«a b»' path /\n    http-request deny if \"«a b»\" or über\n    acl über path /u");
    checkReferences(
      "frontend f\n    use_backend '«be x»' if { srv_is_up(\"«be x»/s 1\") }\nbackend '«be x»'\n    server 's 1' 192.0.2.1:80",
    );
    checkReferences("backend b\n    server '«s 1»' 192.0.2.1:80\n    use-server '«s 1»' if { path / }");
    checkReferences("defaults '«d d»'\nfrontend f from '«d d»'");
  });

  test("of a ring that a trace writes to", () => {
    checkReferences("ring «buf»\n    size 4096\ntraces\n    trace h1 sink «buf» level user\n");
  });

  test("of userlists, their users and groups", () => {
    checkReferences(`userlist «l»
    user u insecure-password x
frontend f
    acl a http_auth(«l»)
    acl b http_auth_group(«l») g
    http-request auth realm l if !a`);
    checkReferences(`userlist l
    group «ops» users ann,bob
    group dev
    user ann insecure-password x groups dev,«ops»
userlist other
    group ops
frontend f
    acl b http_auth_group(l) -i dev «ops»
    http-request deny if !{ http_auth_group(l) «ops» } { path ops }`);
    checkReferences(`userlist l
    group g users x,«ann»,y
    user «ann» insecure-password ann`);
  });

  test("of variables are those of the whole process", () => {
    checkReferences(`global
    set-var proc.v str(a)
frontend f
    http-request set-var(«txn.v») str(txn.v),concat(txn.v,«txn.v»,txn.v)
    http-request set-var(txn.vv,ifexists) var(«txn.v»)
    tcp-request content set-var-fmt(«txn.v») "%[var(«txn.v»)] %[var(txn.vv)]"
    http-request deny if { var(«txn.v») -m found } { int(1),add(«txn.v») gt 1 } { src,set-var(«txn.v») -m found }
backend b
    http-request do-resolve(«txn.v»,dns,ipv4) str(x)
    http-response unset-var(«txn.v»)`);
  });

  test("of environment variables, wherever quotes expand them", () => {
    checkReferences(`.if defined(«PORT»)
.endif
global
    setenv «PORT» 80
    log "127.0.0.1:\${«PORT»}" local0
frontend f
    bind ":$«PORT»"
    http-request deny if { env(«PORT») -m str PORT } { path "\${«PORT»-80}" } { path '\${PORT}' }`);
  });

  test("of resolvers, caches, rings, errors, mailers, applications and profiles", () => {
    checkReferences(`resolvers «r»
frontend f
    http-request do-resolve(txn.a,«r») str(x)
backend b
    server-template s 2 a.example:80 check resolvers «r»
    default-server resolvers «r»`);
    checkReferences(`cache «c»
frontend f
    filter cache «c»
    http-request cache-use «c» if { path c }
    http-response cache-store «c»`);
    checkReferences(`global
    log ring@«r» local0
ring «r»
    server r 127.0.0.1:514
frontend r
    log ring@«r» format raw local0`);
    checkReferences(`http-errors «e»
frontend f
    errorfiles «e» 404
    http-request deny errorfiles «e»
    http-request return status 404 errorfiles «e» if TRUE`);
    checkReferences("mailers «m»\nfrontend f\n    email-alert mailers «m»");
    checkReferences("fcgi-app «a»\n    docroot /a\nbackend a\n    use-fcgi-app «a»\n    filter fcgi-app «a»");
    checkReferences("log-profile «p»\nfrontend f\n    log 127.0.0.1 profile «p» local0\n    http-request do-log profile «p»", "3.4");
    checkReferences("defaults «d»\ndefaults e from «d»\nfrontend d from «d»\nlisten l from «d»");
    checkReferences("frontend f\n    filter bwlim-in «l» limit 1k key src table t\n    http-request set-bandwidth-limit «l»");
    checkReferences("acme «a»\ncrt-store s\n    load crt x.pem acme «a» domains x", "3.2");
    checkReferences(
      "crt-store s\n    load crt a.pem alias «a»\n    load crt b.pem\nfrontend f\n    bind :1 ssl crt @s/«a» crt @s/b.pem crt @x/a",
      "3.0",
    );
  });

  test("of servers that take reverse connections", () => {
    checkReferences(`frontend f
    bind rhttp@«b»/s
    tcp-request session attach-srv «b»/s
backend «b»
    server s rhttp@`);
    checkReferences("frontend f\n    bind rhttp@b/«s»\nbackend b\n    server «s» rhttp@");
  });

  test("of ACLs in rules of the statistics page", () => {
    checkReferences(`frontend f
    acl «a» path /
    stats http-request auth realm a unless «a»
    stats http-request deny if !«a»
    stats http-request redirect location /a if «a»
    stats admin if «a»`);
  });

  test("of slots for captures, by their number", () => {
    checkReferences(`frontend f
    capture request header Host len 64
    capture response header Host len 64
    declare «capture» request len 10
    http-request capture req.hdr(Y) id «1» if { capture.req.hdr(«1») -m found }
    http-request capture req.hdr(X) len 20
    http-response capture res.hdr(X) id 1
    http-request set-header X "%[capture.req.hdr(«1»)]%[capture.req.hdr(2)]" if { str(a),capture-req(«1») -m str a }
frontend g
    http-request deny if { capture.req.hdr(1) -m found }`);
  });

  test("are found in lines that HAProxy would refuse", () => {
    checkReferences(`frontend f 192.0.2.1:80
    acl «a» path /
    http-request nonsense of mine if «a»
    http-request set-header X a b if «a»
    use_backend a b unless !«a»`);
  });

  test("are found in words of releases other than the one in use", () => {
    checkReferences("crt-store «s»\n    load crt a.pem alias a\nfrontend f\n    bind :1 ssl crt @«s»/a", "2.4");
  });

  test("are found behind quotes and escapes", () => {
    checkReferences(`frontend f
    http-request deny if { srv_is_up("«b»"/s) } { nbsrv('«b»') gt 1 } { "nbsrv(«b»)" gt 1 }
    use_backend "«b»"
backend «b»
    server s 192.0.2.1:80`);
  });
});
