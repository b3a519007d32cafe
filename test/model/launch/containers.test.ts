/** Compose files and Dockerfiles: the services that run HAProxy, with what is mounted or copied. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { launchesOfCompose } from "../../../server/src/model/launch/compose.ts";
import { launchOfDockerfile } from "../../../server/src/model/launch/dockerfile.ts";
import { readService } from "../../../server/src/model/launch/systemd.ts";

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

  test("is read whatever the text", () => {
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
