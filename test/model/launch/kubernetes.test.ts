/** Manifests of Kubernetes, with the ConfigMaps that kustomizations generate. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generatedBy, launchesOfKubernetes } from "../../../server/src/model/launch/kubernetes.ts";

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
