/** What starts HAProxy: units, files of variables, compose files, Dockerfiles. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { launchesOfCompose } from "../../server/src/model/launch/compose.ts";
import { launchOfDockerfile } from "../../server/src/model/launch/dockerfile.ts";
import { generatedBy, launchesOfKubernetes } from "../../server/src/model/launch/kubernetes.ts";
import { argumentsOf, commandWords, configPaths } from "../../server/src/model/launch/launch.ts";
import { launchOfService, launchOfVariables, readService, readVariables } from "../../server/src/model/launch/systemd.ts";
import { type Node, readYaml } from "../../server/src/model/launch/yaml.ts";

const none = new Map<string, string>();

/** Maps as objects, to be compared. */
function plain(node: Node | undefined): unknown {
  if (node instanceof Map) return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)]));
  return Array.isArray(node) ? node.map(plain) : node;
}

/** Paths of -f in a command, undefined where HAProxy is not started or a path is not known. */
function pathsOf(command: string, variables: Record<string, string> = {}) {
  const words = argumentsOf(commandWords(command, new Map(Object.entries(variables))));
  return words && configPaths(words);
}

describe("a command", () => {
  test.each([
    ["haproxy -f a.cfg -f conf.d", ["a.cfg", "conf.d"]],
    ["/usr/sbin/haproxy -Ws -f '/etc/my folder/a.cfg' -p /run/x.pid -f \"b.cfg\"", ["/etc/my folder/a.cfg", "b.cfg"]],
    ["haproxy -D -- one.cfg two.cfg", ["one.cfg", "two.cfg"]],
    ["/bin/sh -c 'exec haproxy -W -f a.cfg -f b.cfg'", ["a.cfg", "b.cfg"]],
    ["haproxy -C /etc/haproxy -f a.cfg -f /b.cfg", ["/etc/haproxy/a.cfg", "/b.cfg"]],
    ["haproxy-3.2 -vv", []],
    ["haproxy -f a\\ b.cfg -f", ["a b.cfg"]],
  ])("%s", (command, paths) => expect(pathsOf(command)).toEqual(paths));

  test("is not HAProxy's where another program is started", () => {
    expect(pathsOf("nginx -f /etc/haproxy/haproxy.cfg")).toBeUndefined();
    expect(pathsOf("haproxy_exporter -f x")).toBeUndefined();
  });

  test("has its variables put in; without quotes they are several words", () => {
    const variables = { CONFIG: "/etc/a.cfg", EXTRAOPTS: "-f /etc/b.cfg -S /run/s" };
    expect(pathsOf("haproxy -f $CONFIG $EXTRAOPTS", variables)).toEqual(["/etc/a.cfg", "/etc/b.cfg"]);
    expect(pathsOf(`haproxy -f "\${CONFIG}" -p $PIDFILE`, variables)).toEqual(["/etc/a.cfg"]);
    expect(pathsOf(`haproxy -f \${OTHER:-/etc/c.cfg}`, variables)).toEqual(["/etc/c.cfg"]);
  });

  test("with a path that nobody knows tells nothing", () => {
    expect(pathsOf("haproxy -f /etc/$NAME/a.cfg -f b.cfg")).toBeUndefined();
    expect(pathsOf("haproxy -f /etc/haproxy/%i.cfg -f b.cfg")).toBeUndefined();
  });
});

describe("a unit", () => {
  const packaged = `[Unit]
Description=HAProxy
[Service]
EnvironmentFile=-/etc/default/haproxy
Environment="CONFIG=/etc/haproxy/haproxy.cfg" "PIDFILE=/run/haproxy.pid" "EXTRAOPTS=-S /run/haproxy-master.sock"
ExecStart=/usr/sbin/haproxy -Ws -f $CONFIG \\
  -p $PIDFILE $EXTRAOPTS
`;
  const launched = (texts: string[], files = none) => launchOfService("haproxy.service", readService(texts), files)?.paths;

  test("has its files from its command and its variables", () => {
    expect(launched([packaged])).toEqual(["/etc/haproxy/haproxy.cfg"]);
    expect(readService([packaged]).environmentFiles).toEqual(["/etc/default/haproxy"]);
  });

  test("is changed by drop-ins, which empty lists before they fill them", () => {
    const dropIn = "[Service]\nExecStart=\nExecStart=/usr/sbin/haproxy -Ws -f /etc/haproxy/a.cfg -f /etc/haproxy/conf.d\n";
    expect(launched([packaged, dropIn])).toEqual(["/etc/haproxy/a.cfg", "/etc/haproxy/conf.d"]);
    const variables = '[Service]\nEnvironment="EXTRAOPTS=-f /etc/haproxy/conf.d"\n';
    expect(launched([packaged, variables])).toEqual(["/etc/haproxy/haproxy.cfg", "/etc/haproxy/conf.d"]);
    expect(launched([variables])).toEqual(["/etc/haproxy/haproxy.cfg", "/etc/haproxy/conf.d"]);
  });

  test("takes the variables of its files over its own", () => {
    const files = readVariables('# options\nexport CONFIG="/srv/lb.cfg" # ours\nEXTRAOPTS="-f /srv/more.cfg"\n');
    expect(launched([packaged], new Map(files))).toEqual(["/srv/lb.cfg", "/srv/more.cfg"]);
  });

  test("of another program, or of many instances, tells nothing", () => {
    expect(launched(["[Service]\nExecStart=/usr/sbin/nginx -f x\n"])).toBeUndefined();
    expect(launched(["[Service]\nExecStart=/usr/sbin/haproxy -f /etc/haproxy/%i.cfg -f /etc/haproxy/b.cfg\n"])).toBeUndefined();
  });
});

test("a file of variables alone is read as packages use it", () => {
  const paths = (text: string) => launchOfVariables("haproxy", readVariables(text))?.paths;
  expect(paths('EXTRAOPTS="-f /etc/haproxy/conf.d -de"')).toEqual(["/etc/haproxy/haproxy.cfg", "/etc/haproxy/conf.d"]);
  expect(paths("CONFIG=/a.cfg\nCFGDIR=/b\nOPTIONS=")).toEqual(["/a.cfg", "/b"]);
  expect(paths("#CONFIG=/a.cfg\nENABLED=1")).toBeUndefined();
});

describe("a compose file", () => {
  test("starts services with texts and lists, and mounts files", () => {
    const text = `
services:
  web: # nothing of ours
    image: nginx:1
    command: ["nginx", "-f", "x"]
  edge:
    image: "haproxy:3.0"
    command: haproxy -f /usr/local/etc/haproxy/haproxy.cfg -f /usr/local/etc/haproxy/conf.d
    volumes:
    - ./edge/haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro
    - type: bind
      source: ./edge/parts
      target: /usr/local/etc/haproxy/conf.d
  inner:
    image: registry.example.com/haproxy:2.8
    command: [ "-f", "/etc/a.cfg",
      "-f", "/etc/b.cfg" ]
  listed:
    image: haproxy
    entrypoint: ["haproxy"]
    command:
      - -f
      - '/c.cfg'
      - "-f"
      - /d.cfg
    configs:
      - source: c
        target: /c.cfg
configs:
  c:
    file: ./c.cfg
`;
    const launches = launchesOfCompose(text);
    expect(launches.map(({ name, paths }) => [name, paths])).toEqual([
      ["edge", ["/usr/local/etc/haproxy/haproxy.cfg", "/usr/local/etc/haproxy/conf.d"]],
      ["inner", ["/etc/a.cfg", "/etc/b.cfg"]],
      ["listed", ["/c.cfg", "/d.cfg"]],
    ]);
    expect(launches[0]!.mounts).toEqual([
      { source: "./edge/haproxy.cfg", target: "/usr/local/etc/haproxy/haproxy.cfg" },
      { source: "./edge/parts", target: "/usr/local/etc/haproxy/conf.d" },
    ]);
    expect(launches[2]!.mounts).toEqual([{ source: "./c.cfg", target: "/c.cfg" }]);
  });

  test("may fold its command over lines", () => {
    const text = "services:\n  lb:\n    command: >-\n      haproxy\n      -f /a.cfg\n      -f /b.cfg\n    image: x\n";
    expect(launchesOfCompose(text)[0]!.paths).toEqual(["/a.cfg", "/b.cfg"]);
  });

  test.each<readonly [string, unknown]>([
    ["{a: 1, b: [x, {c: 'd, e'}]}", { a: "1", b: ["x", { c: "d, e" }] }],
    [
      "k:\n  - {type: bind, source: ./a.cfg,\n     target: /b.cfg}\n  - z",
      { k: [{ type: "bind", source: "./a.cfg", target: "/b.cfg" }, "z"] },
    ],
    ['{"a":{"b":["c","d]"]},\n "e":"f: g"}', { a: { b: ["c", "d]"] }, e: "f: g" }],
    ["a: [b: c, d]", { a: [{ b: "c" }, "d"] }],
    ["a: [it's, that's]", { a: ["it's", "that's"] }],
    ["a: {b: http://c/d, e:}", { a: { b: "http://c/d", e: "" } }],
    ["a: {b: c", { a: "{b: c" }],
    [`a: ${"[".repeat(200)}${"]".repeat(200)}`, expect.anything()],
  ])("with what stands in brackets: %s", (text, expected) => {
    expect(plain(readYaml(text))).toEqual(expected);
  });

  test("is read whatever the text", () => {
    expect(readYaml("a: 'it''s # no comment' # one\nb:\n- x\n-  y: 1\n   z: [p, \"q, r\"]\nc: {}")).toEqual(
      new Map<string, unknown>([
        ["a", "it's # no comment"],
        [
          "b",
          [
            "x",
            new Map<string, unknown>([
              ["y", "1"],
              ["z", ["p", "q, r"]],
            ]),
          ],
        ],
        ["c", new Map()],
      ]),
    );
    const words = fc.array(
      fc.constantFrom("services:", "  a:", "    command:", "      - -f", "- x: [", "]", " |", "'", '"', "#", ":", "\t", "{", "- - -"),
    );
    fc.assert(fc.property(words, (lines) => void launchesOfCompose(lines.join("\n"))));
    fc.assert(fc.property(fc.string(), (text) => void [launchesOfCompose(text), launchOfDockerfile("x", text), readService([text])]));
  });
});

test("a Dockerfile has its last command, and what it copies", () => {
  const text = `FROM golang AS build
CMD ["haproxy", "-f", "/wrong.cfg"]
FROM haproxy:3.0
ENV DIR=/etc/haproxy
COPY --chown=haproxy haproxy.cfg $DIR/
COPY --from=build /x /y
COPY conf.d/ /etc/haproxy/conf.d/
CMD ["-f", "/etc/haproxy/haproxy.cfg", \\
     "-f", "/etc/haproxy/conf.d"]
`;
  const launch = launchOfDockerfile("Dockerfile", text)!;
  expect(launch.paths).toEqual(["/etc/haproxy/haproxy.cfg", "/etc/haproxy/conf.d"]);
  expect(launch.mounts).toContainEqual({ source: "haproxy.cfg", target: "/etc/haproxy/haproxy.cfg" });
  expect(launch.mounts.some(({ source }) => source === "/x")).toBe(false);
  expect(launchOfDockerfile("Dockerfile", "FROM haproxy\nCMD haproxy -f /a.cfg -f /b.cfg")!.paths).toEqual(["/a.cfg", "/b.cfg"]);
  expect(launchOfDockerfile("Dockerfile", 'FROM nginx\nCMD ["nginx", "-f", "x"]')).toBeUndefined();
});

describe("manifests of Kubernetes", () => {
  const kustomization = `resources: [deployment.yaml]
configMapGenerator:
  - name: edge-config
    files:
      - haproxy.cfg
      - conf/10-web.cfg
      - 05-first.cfg=conf/first.cfg
`;
  const deployment = (container: string, volumes = "") => `apiVersion: v1
kind: Service
metadata: {name: edge}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: edge
spec:
  template:
    spec:
      containers:
        - name: lb
          image: haproxy:3.2
${container}
${volumes}`;
  const launched = (text: string) => launchesOfKubernetes(text, generatedBy(kustomization));

  test("written in brackets", () => {
    const text = `kind: Deployment
metadata: {name: lb}
spec:
  template: {spec: {
    containers: [{name: haproxy, image: "haproxy:3.2", args: ["-f", /etc/haproxy],
      volumeMounts: [{name: config, mountPath: /etc/haproxy}]}],
    volumes: [{name: config, configMap: {name: lb-config}}]}}
`;
    const generated = generatedBy("configMapGenerator: [{name: lb-config, files: [cfg/a.cfg, b.cfg=cfg/other.cfg]}]");
    expect(launchesOfKubernetes(text, generated)).toEqual([
      {
        name: "lb",
        paths: ["/etc/haproxy/a.cfg", "/etc/haproxy/b.cfg"],
        mounts: [
          { source: "cfg/a.cfg", target: "/etc/haproxy/a.cfg" },
          { source: "cfg/other.cfg", target: "/etc/haproxy/b.cfg" },
        ],
      },
    ]);
  });

  test("give the arguments of a container, its ConfigMaps as files", () => {
    const container = `          args: ["-f", "/etc/haproxy/haproxy.cfg", "-f", "/etc/haproxy/conf.d"]
          volumeMounts:
            - { name: x, mountPath: /ignored }
            - name: config
              mountPath: /etc/haproxy/haproxy.cfg
              subPath: haproxy.cfg
            - name: parts
              mountPath: /etc/haproxy/conf.d/`;
    const volumes = `      volumes:
        - name: config
          configMap:
            name: edge-config
        - name: parts
          configMap:
            name: edge-config
            items:
              - key: 10-web.cfg
                path: 10-web.cfg
              - key: 05-first.cfg
                path: 05-first.cfg
`;
    expect(launched(deployment(container, volumes))).toEqual([
      {
        name: "edge",
        paths: ["/etc/haproxy/haproxy.cfg", "/etc/haproxy/conf.d/05-first.cfg", "/etc/haproxy/conf.d/10-web.cfg"],
        mounts: [
          { source: "haproxy.cfg", target: "/etc/haproxy/haproxy.cfg" },
          { source: "conf/10-web.cfg", target: "/etc/haproxy/conf.d/10-web.cfg" },
          { source: "conf/first.cfg", target: "/etc/haproxy/conf.d/05-first.cfg" },
        ],
      },
    ]);
  });

  test.each([
    ['          command: ["haproxy", "-W", "-f", "/a.cfg", "-f", "/b"]', [["/a.cfg", "/b"]]],
    ['          command: [sh, -c]\n          args:\n            - "exec haproxy -f /a.cfg -f /b.cfg"', [["/a.cfg", "/b.cfg"]]],
    ['          args: ["-f", "$(CONFIG)"]', []],
    ['          args: ["--port", "80"]', []],
  ])("%s", (container, paths) => {
    expect(launched(deployment(container)).map((one) => one.paths)).toEqual(paths);
  });

  test("may be jobs, and are read whatever the text", () => {
    const job = "kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n";
    expect(launched(`${job}            - image: haproxy\n              args: [-f, /a]\n`).map(({ paths }) => paths)).toEqual([["/a"]]);
    expect(launched("kind: ConfigMap\ndata:\n  haproxy.cfg: |\n    global\n")).toEqual([]);
    const words = fc.array(
      fc.constantFrom("kind: Pod", "spec:", "  containers:", "  - args: [-f, haproxy]", "---", "- x", ":", "|", "[", "'"),
    );
    fc.assert(fc.property(words, (lines) => void [launched(lines.join("\n")), generatedBy(lines.join("\n"))]));
  });
});
