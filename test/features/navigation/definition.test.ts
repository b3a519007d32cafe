/** Where names lead. */
import { describe, expect, test } from "vitest";
import { definitionFrom } from "../../support/checkNames.ts";

describe("definition", () => {
  test("leads to the section, the whole of it", () => {
    expect(definitionFrom("frontend f\n default_backend $0b\nbackend b\n server s 192.0.2.1:80\n# end\n\nbackend c")).toBe(
      "backend «b» +1",
    );
    expect(definitionFrom("defaults base\n mode http\nfrontend f from ba$0se")).toBe("defaults «base» +1");
  });

  test("leads to every line that declares the name", () => {
    expect(definitionFrom("frontend f\n acl a path /a\n acl a path /b\n http-request deny if !$0a")).toBe(
      "acl «a» path /a\nacl «a» path /b",
    );
    expect(definitionFrom("frontend f\n http-request set-var(txn.a) str(x)\nbackend b\n http-request deny if { var($0txn.a) x }")).toBe(
      "http-request set-var(«txn.a») str(x)",
    );
  });

  test("leads to the backend or to the server, as the cursor stands", () => {
    const config = (name: string) => `frontend f\n acl a srv_is_up(${name})\nbackend b\n server s 192.0.2.1:80`;
    expect(definitionFrom(config("$0b/s"))).toBe("backend «b» +1");
    expect(definitionFrom(config("b/$0s"))).toBe("server «s» 192.0.2.1:80");
  });

  test("is nothing for names that nothing declares, and for other words", () => {
    expect(definitionFrom("frontend f\n default_backend $0b")).toBe("nothing");
    expect(definitionFrom("frontend f\n use_backend %[req.hdr($0b)]\nbackend b")).toBe("nothing");
    expect(definitionFrom("frontend f\n mode h$0ttp")).toBe("nothing");
    expect(definitionFrom("frontend f\n http-request deny if TRU$0E")).toBe("nothing");
    expect(definitionFrom("frontend f\n stats socket /a$0 level admin\nbackend a")).toBe("nothing");
  });

  test("leads into the script that registers a name", () => {
    const scripts = {
      "/etc/a.lua": '-- core.register_action("x")\ncore.register_fetches("x", f)\n  core.register_action("x", { "http-req" }, f)',
    };
    const config = (line: string) => `global\n lua-load /etc/a.lua\nfrontend f\n ${line}`;
    expect(definitionFrom(config("http-request lua.$0x"), { scripts })).toBe('core.register_action("«x»", { "http-req" }, f)');
    expect(definitionFrom(config("http-request deny if { lua.x$0 -m found }"), { scripts })).toBe('core.register_fetches("«x»", f)');
    expect(definitionFrom(config("http-request use-service lua.x$0"), { scripts })).toBe("nothing");
  });
});

describe("where settings come from", () => {
  test("a proxy has its defaults section", () => {
    expect(definitionFrom("defaults\n mode http\nfrontend $0f\n bind :80", { origin: true })).toBe("«defaults» +1");
    expect(definitionFrom("defaults a\ndefaults b\nfrontend x from a\n default_backend y$0\nbackend y from b", { origin: true })).toBe(
      "defaults «b»",
    );
    expect(definitionFrom("frontend $0f\n bind :80", { origin: true })).toBe("nothing");
  });

  test("a server has the default-server lines above it and those of the defaults section", () => {
    expect(
      definitionFrom(
        "defaults\n default-server check\nbackend b\n default-server inter 1s\n server $0s 192.0.2.1:80\n default-server inter 2s",
        { origin: true },
      ),
    ).toBe("«default-server inter 1s»\n«default-server check»");
  });
});
