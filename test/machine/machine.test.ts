/** The machine below HAProxy: what is read of it, what is told, and what is left alone. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesIn, limitIn } from "../../server/src/machine/setting.ts";
import { machineHoverAt, machineInWords, settingsIn } from "../support/checkMachine.ts";

const sysctl = "/etc/sysctl.d/90-lb.conf";
const unit = "/etc/systemd/system/haproxy.service";
const compose = "/srv/docker-compose.yml";

describe("the kernel", () => {
  test.each([
    ["vm.overcommit_memory = 2\n", ["1 information jemalloc-map-count «2» > 0"]],
    [
      "vm/overcommit_memory=2\nvm.max_map_count=65530",
      ["1 warning jemalloc-map-count «2» > 0", "2 warning jemalloc-map-count «65530» > 262144"],
    ],
    ["vm.overcommit_memory=2\nvm.max_map_count=262144", ["1 information jemalloc-map-count «2» > 0"]],
    ["vm.max_map_count=30000", ["1 information jemalloc-map-count «30000» > 262144"]],
    ["vm.max_map_count=65530", []],
    ["vm.overcommit_memory=2\nvm.overcommit_memory=0", []],
    ["vm.overcommit_memory=1\nnet.core.somaxconn=2\nvm.swappiness=2", []],
    ["# vm.overcommit_memory=2\n; vm.overcommit_memory=2", []],
    ["kernel.vm.overcommit_memory=2", []],
  ])("%j", (text, expected) => {
    expect(machineInWords(sysctl, text)).toEqual(expected);
  });

  test("of a machine without HAProxy nothing is told", () => {
    expect(machineInWords(sysctl, "vm.overcommit_memory=2", { present: false })).toEqual([]);
    expect(machineHoverAt(sysctl, "vm.over$0commit_memory=2", { present: false })).toBe("nothing");
  });

  test("the output of sysctl -a is known by what it is", () => {
    const pasted = "vm.admin_reserve_kbytes = 8192\nvm.max_map_count = 65530\nvm.overcommit_memory = 2\n";
    expect(machineInWords("untitled:1", pasted)).toHaveLength(2);
    expect(settingsIn("untitled:1", `Notes\n\n${pasted}`)).toEqual([]);
    expect(settingsIn("notes.txt", "vm.overcommit_memory = 2 is bad")).toEqual([]);
  });

  test("the hover reckons", () => {
    expect(machineHoverAt(sysctl, "vm.max_map$0_count=65530", { threads: 64 })).toContain("32765 holes, or 2944 MB");
    expect(machineHoverAt(sysctl, "vm.max_map$0_count=65530", { threads: 64 })).toContain(
      "128 mappings for stacks and guard pages, about 256 arenas",
    );
    expect(machineHoverAt(sysctl, "vm.over$0commit_memory=2")).toContain("CommitLimit");
    expect(machineHoverAt(sysctl, "net.core.som$0axconn=2")).toBe("nothing");
  });
});

describe("what commands print", () => {
  const named = (text: string) => settingsIn("untitled:Untitled-1", text).map(({ name, value, line }) => `${line} ${name} ${value}`);
  const mapCount = "/proc/sys/vm/max_map_count";
  const overcommit = "/proc/sys/vm/overcommit_memory";
  const table = "Limit                     Soft Limit           Hard Limit           Units     \n";
  const openFiles = "Max open files            1024                 524288               files     \n";

  test.each([
    ["sysctl -a behind a prompt", "root@lb1:~# sysctl -a | grep vm\nvm.max_map_count = 65530\n", ["1 vm.max_map_count 65530"]],
    ["grep", `${mapCount}:65530\n${overcommit}:2\n`, ["0 vm.max_map_count 65530", "1 vm.overcommit_memory 2"]],
    ["tail", `==> ${mapCount} <==\n65530\n\n==> ${overcommit} <==\n2\n`, ["1 vm.max_map_count 65530", "4 vm.overcommit_memory 2"]],
    ["cat of one", `$ cat ${overcommit}\n2\n`, ["1 vm.overcommit_memory 2"]],
    ["cat of two", `# cat ${overcommit} ${mapCount}\n2\n65530\n`, ["1 vm.overcommit_memory 2", "2 vm.max_map_count 65530"]],
    ["cat that fails", `$ cat ${overcommit}\ncat: no such file\n2\n`, []],
    [
      "systemctl show",
      "Type=notify\nMemoryMax=infinity\nLimitNOFILE=524288\nLimitNOFILESoft=1024\nWatchdogUSec=0\nOOMScoreAdjust=0\nId=haproxy.service\n",
      ["1 MemoryMax infinity", "2 LimitNOFILE 524288", "4 WatchdogSec 0"],
    ],
    ["systemctl show of another", "Type=notify\nMemoryMax=infinity\nId=nginx.service\n", []],
    [
      "systemctl cat",
      "# /lib/systemd/system/haproxy.service\n[Unit]\nAfter=x\n[Service]\nLimitNOFILE=1024\n\n# /etc/systemd/system/haproxy.service.d/a.conf\n[Service]\nLimitNOFILE=4096\n",
      ["8 LimitNOFILE 4096"],
    ],
    ["systemctl cat of another", "# /lib/systemd/system/nginx.service\n[Service]\nLimitNOFILE=1024\n", []],
    ["limits of a process", `${table}${openFiles}`, ["1 LimitNOFILE 1024"]],
    ["limits inside a text", `See:\n${table}${openFiles}`, []],
    ["a path in prose", `Look at ${mapCount}: it is 65530\n`, []],
  ])("%s", (_, text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  test("is told of, without an edit that would change nothing", () => {
    expect(machineInWords("untitled:1", `$ cat ${overcommit} ${mapCount}\n2\n65530\n`)).toEqual([
      "2 warning jemalloc-map-count «2»",
      "3 warning jemalloc-map-count «65530»",
    ]);
  });

  test("the limits of a process are in force, whoever it runs as", () => {
    expect(machineInWords("untitled:1", table + openFiles, { maxconn: 4000 })).toEqual(["2 information descriptor-limit «1024»"]);
    expect(machineInWords("untitled:1", table + openFiles, { maxconn: 400 })).toEqual([]);
    expect(machineInWords("untitled:1", table + openFiles, { maxconn: 4000, present: false })).toEqual([]);
  });

  test("the hover explains it", () => {
    expect(machineHoverAt("untitled:1", `${table}Max open $0files            1024                 524288               files\n`)).toContain(
      "LimitNOFILE",
    );
  });
});

describe("the unit", () => {
  const service = (lines: string) => `[Unit]\nDescription=x\n[Service]\n${lines}\n`;
  test.each([
    ["LimitNOFILE=infinity", {}, ["4 information descriptor-limit «infinity» > 1048576"]],
    ["LimitNOFILE=infinity", { maxconn: 1000 }, []],
    ["LimitNOFILE=65536", {}, []],
    ["User=haproxy\nLimitNOFILE=1024", { maxconn: 4000 }, ["5 information descriptor-limit «1024» > 9000"]],
    ["User=haproxy\nLimitNOFILE=10000", { maxconn: 4000 }, []],
    ["LimitNOFILE=1024", { maxconn: 4000 }, []],
    ["LimitAS=4G", {}, ["4 information memory-limit «4G» > infinity"]],
    ["LimitAS=infinity", {}, []],
    ["MemoryMax=64M", { maxconn: 10000 }, ["4 information oom-kill «64M»"]],
    ["MemoryMax=1G", { maxconn: 10000 }, []],
    ["MemoryMax=64M", {}, []],
    ["MemoryMax=50%", { maxconn: 10000 }, []],
    ["OOMScoreAdjust=500", {}, ["4 information oom-kill «500» > -500"]],
    ["OOMScoreAdjust=-900", {}, []],
    ["WatchdogSec=30s", {}, ["4 warning killed-from-outside «30s» > 0"]],
    ["WatchdogSec=0", {}, []],
    ["WatchdogSec=30s\nWatchdogSec=", {}, []],
    ["#WatchdogSec=30s", {}, []],
    ["Restart=on-watchdog", {}, []],
  ])("%j %j", (lines, above, expected) => {
    expect(machineInWords(unit, service(lines), { present: false, ...above })).toEqual(expected);
  });

  test("only [Service] counts, and only units of HAProxy", () => {
    expect(machineInWords(unit, "[Unit]\nWatchdogSec=30s\n")).toEqual([]);
    expect(machineInWords("/etc/systemd/system/nginx.service", service("WatchdogSec=30s"))).toEqual([]);
    expect(machineInWords("/etc/systemd/system/haproxy.service.d/a.conf", service("WatchdogSec=30s"))).toHaveLength(1);
    expect(machineInWords("/etc/systemd/system/haproxy@blue.service", service("WatchdogSec=30s"))).toHaveLength(1);
  });

  test("variables of the allocator are read in every quoting", () => {
    const found = settingsIn(unit, service('Environment="LD_PRELOAD=/usr/lib/libjemalloc.so.2" MALLOC_CONF=narenas:4 A=b'));
    expect(found.map(({ name, value }) => `${name} ${value}`)).toEqual(["LD_PRELOAD /usr/lib/libjemalloc.so.2", "MALLOC_CONF narenas:4"]);
    expect(machineHoverAt(unit, service("Environment=LD_PRE$0LOAD=/usr/lib/libjemalloc.so.2"))).toContain("four arenas for each CPU");
    expect(machineHoverAt(unit, service("Environment=LD_PRE$0LOAD=/usr/lib/libother.so"))).toBe("nothing");
  });
});

describe("containers", () => {
  const nginx = "  web:\n    image: nginx:1\n    mem_limit: 1m\n    ulimits:\n      nofile: 1073741816\n";
  test.each([
    ["  lb:\n    image: haproxy:3.0.2\n", {}, [/^3 information known-bugs «haproxy:3\.0\.2» > haproxy:3\.0\.\d+$/]],
    ["  lb:\n    image: 'haproxytech/haproxy-alpine:3.0.2'\n", {}, [/> haproxytech\/haproxy-alpine:3\.0\.\d+$/]],
    ["  lb:\n    image: haproxy:3.0.2-alpine3.20\n", {}, [/> haproxy:3\.0\.\d+-alpine3\.20$/]],
    ["  lb:\n    image: haproxy:3.0\n", {}, []],
    ["  lb:\n    image: haproxy:latest\n", {}, []],
    ["  lb:\n    image: haproxy\n", {}, []],
    ["  lb:\n    image: haproxy-exporter:3.0.2\n", {}, []],
    ["  lb:\n    image: haproxy\n    mem_limit: 64m\n", { maxconn: 10000 }, [/^4 information oom-kill «64m»$/]],
    [
      "  lb:\n    image: haproxy\n    deploy:\n      resources:\n        limits:\n          memory: 64M\n",
      { maxconn: 10000 },
      [/oom-kill «64M»$/],
    ],
    [
      "  lb:\n    image: haproxy\n    ulimits:\n      nofile:\n        soft: 1073741816\n        hard: 1073741816\n",
      {},
      [/^6 information descriptor-limit/],
    ],
    [`  lb:\n    image: haproxy\n${nginx}`, { maxconn: 10000 }, []],
    [`${nginx}  lb:\n    image: haproxy # mem_limit: 1m\n`, { maxconn: 10000 }, []],
  ])("compose %j %j", (services, above, expected) => {
    const found = machineInWords(compose, `services:\n${services}`, above);
    expect(found).toEqual(expected.map((words) => expect.stringMatching(words)));
  });

  test("Kubernetes: only the container of HAProxy counts", () => {
    const pod = (image: string) =>
      `spec:\n  containers:\n  - name: web\n    image: nginx\n    resources:\n      limits:\n        memory: 1Mi\n  - name: lb\n    image: ${image}\n    resources:\n      limits:\n        memory: "32Mi"\n`;
    expect(machineInWords("/srv/pod.yaml", pod("docker.io/library/haproxy:lts"), { maxconn: 10000 })).toEqual([
      "12 information oom-kill «32Mi»",
    ]);
    expect(machineInWords("/srv/pod.yaml", pod("nginx/haproxy-ui:1"), { maxconn: 10000 })).toEqual([]);
  });

  test("Dockerfiles: only stages on an image of HAProxy", () => {
    const file = (image: string) => `FROM ${image} AS base\nENV LD_PRELOAD=/usr/lib/libjemalloc.so\n# haproxy\n`;
    expect(settingsIn("/srv/Dockerfile", file("haproxy:lts")).map(({ name }) => name)).toEqual(["image", "LD_PRELOAD"]);
    expect(settingsIn("/srv/Dockerfile", file("debian"))).toEqual([]);
    expect(machineInWords("/srv/Dockerfile.prod", file("--platform=linux/amd64 haproxy:2.8.1@sha256:0a"))).toEqual([
      "1 information known-bugs «haproxy:2.8.1@sha256:0a»",
    ]);
  });

  test("a finding that is accepted is not told", () => {
    expect(machineInWords(compose, "services:\n  lb:\n    image: haproxy:3.0.2\n", { ignored: ["known-bugs"] })).toEqual([]);
  });
});

test.each([
  ["512M", 512 * 1024 ** 2],
  ["1.5g", 1.5 * 1024 ** 3],
  ["64Mi", 64 * 1024 ** 2],
  ["1048576", 1048576],
  ["50%", undefined],
  ["infinity", undefined],
])("%s is %s bytes", (text, bytes) => {
  expect(bytesIn(text)).toBe(bytes);
});

test("limits are soft ones, also where two are given", () => {
  expect([limitIn("1024:65536"), limitIn("infinity"), limitIn("x")]).toEqual([1024, Number.POSITIVE_INFINITY, undefined]);
});

test("no text throws", () => {
  const names = fc.constantFrom(sysctl, unit, compose, "/srv/Dockerfile");
  const words = fc.constantFrom(
    "image: ",
    "haproxy",
    "- ",
    "  ",
    "\n",
    "[Service]",
    "=",
    ":",
    '"',
    "vm.max_map_count",
    "FROM ",
    "---",
    "nofile",
  );
  fc.assert(
    fc.property(names, fc.array(words), (name, some) => {
      const text = `haproxy\n${some.join("")}`;
      for (const { line, span } of settingsIn(name, text)) expect(text.split("\n")[line]!.length).toBeGreaterThanOrEqual(span.end);
    }),
    { numRuns: 300 },
  );
});
