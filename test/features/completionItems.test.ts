/** Items of completion: what they put in, in place of what, and what they say of themselves. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: places to fill in are written like this
import { describe, expect, test } from "vitest";
import { documentationOf } from "../../server/src/features/completion/documentation.ts";
import { acceptedIn, backend, checkOffers, completionsIn, frontend, itemIn, labelsIn } from "../support/checkCompletion.ts";

describe("what is replaced", () => {
  test.each([
    ["timeo$0", "timeout client", "    timeout client |"],
    ["tim$0eout 5s", "timeout", "    timeout| 5s"],
    ["bind :80 s$0 crt a.pem", "ssl", "    bind :80 ssl| crt a.pem"],
    ["http-request set-header A %[req.h$0(host)]", "req.hdr", "    http-request set-header A %[req.hdr|(host)]"],
    ["http-request set-$0 A b", "set-header", "    http-request set-header| A b"],
    ["default_backend be$0_old", "be_web", "    default_backend be_web|"],
    ["default_backend $0be_old", "be_web", "    default_backend be_web|"],
    ['log-format "%[sr$0c] %ci"', "src", '    log-format "%[src|] %ci"'],
    ['log-format "%[src,lo$0] %ci"', "lower", '    log-format "%[src,lower|] %ci"'],
    ['log-format "%c$0"', "ci", '    log-format "%ci|"'],
    ["http-request set-header A %[req.hdr(ho$0)]", "Host", "    http-request set-header A %[req.hdr(Host|)]"],
    ["http-request deny if !is$0 foo", "is_api", "    http-request deny if !is_api| foo"],
    ["log-format \\ %[sr$0", "src", "    log-format \\ %[src|"],
    ['http-request set-header A "${X$0"', "HAPROXY_BRANCH", '    http-request set-header A "${HAPROXY_BRANCH}|"'],
    ["default_backend 'be$0'", "be_web", "    default_backend 'be_web|'"],
  ])("%s", (line, label, accepted) => {
    expect(acceptedIn(frontend(line), label)).toBe(accepted);
  });

  test("a dotted word as a whole", () => {
    expect(acceptedIn("global\n    tune.ssl.def$0", "tune.ssl.default-dh-param")).toBe("    tune.ssl.default-dh-param |");
  });
});

describe("items", () => {
  test("have places to fill in for what must follow", () => {
    expect(itemIn(frontend("timeout $0"), "client")?.snippet).toBe("client ${1:time}");
    expect(itemIn(frontend("bind :80 $0"), "verify")?.snippet).toBe("verify ${1|none,optional,required|}");
    expect(itemIn(frontend("http-request $0"), "set-var")?.snippet).toBe("set-var($1) ${2:sample}");
    expect(itemIn(backend("$0"), "server")?.snippet).toBe("server ${1:name} ${2:address}");
    expect(itemIn(frontend("bind :80 $0"), "accept-proxy")?.snippet).toBeUndefined();
  });

  test("have documentation", () => {
    const item = itemIn(frontend("timeout $0"), "client");
    expect(documentationOf(item?.doc ?? "", "3.2")).toContain("timeout client <time>");
    expect(documentationOf("fetch\treq.hdr", "3.2")).toContain("req.hdr([<header>");
    expect(documentationOf("nothing\tof it", "3.2")).toBeUndefined();
  });

  test("are whole sections and recipes only where they can be filled in", () => {
    checkOffers("$0", ["frontend section", "websocket"], [], { snippets: true });
    checkOffers(frontend("$0"), ["rate limit"], ["health check http"], { snippets: true });
    expect(labelsIn("$0")).not.toContain("frontend section");
    expect(labelsIn("$0", { snippets: true, release: "2.8.0" })).not.toContain("acme section");
  });

  test("are few enough where a section declares thousands of names", () => {
    const acls = Array.from({ length: 3000 }, (_, i) => `    acl name_${i} path /${i}`).join("\n");
    const found = completionsIn(`frontend f\n${acls}\n    http-request deny if name_29$0`);
    expect(found).toMatchObject({ incomplete: true });
    expect(found?.items.length).toBeLessThanOrEqual(1000);
    expect(found?.items.map(({ label }) => label)).toContain("name_2999");
  });
});

describe("what one mostly writes", () => {
  test.each([
    ["backend b", "stick-table", "stick-table type ${1|ip,ipv6,string,integer|} size ${2:size} expire ${3:time} store ${4:stored}"],
    ["backend b", "http-check expect", "http-check expect status ${1:statuses}"],
    ["frontend f", "capture cookie", "capture cookie ${1:name} len ${2:number}"],
    ["peers p", "peer", "peer ${1:name} ${2:address}"],
    ["log-profile l", "on", "on ${1|accept,request,connect,response,close,error,any|} format ${2:format}"],
  ])("%s: %s", (header, label, snippet) => {
    expect(itemIn(`${header}\n    $0\n`, label)?.snippet).toBe(snippet);
  });

  test("waiting for data takes a time", () => {
    expect(itemIn("frontend f\n    tcp-request $0\n", "inspect-delay")?.snippet).toBe("inspect-delay ${1:time}");
  });
});

test("an action is shown with what stands in its parentheses", () => {
  expect(itemIn("frontend f\n    http-request $0", "set-var")).toMatchObject({
    signature: "(<scope>.<name>[,…]) <sample>",
    snippet: "set-var($1) ${2:sample}",
  });
});

test("HAProxy's own ACLs say what they test", () => {
  expect(itemIn("frontend f\n    http-request deny if $0\n", "METH_GET")?.note).toBe("method GET HEAD");
});
