// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of HAProxy and Docker
/** Which release a configuration runs on: images, banners, and who wins. */
import { describe, expect, test } from "vitest";
import { releaseName } from "../../server/src/knowledge/release.ts";
import {
  exampleReleases,
  imageTagIn,
  type ReleaseClaim,
  readReleaseInUse,
  releaseInBanner,
  releaseInUse,
} from "../../server/src/model/releaseInUse.ts";

describe("image tags", () => {
  test.each([
    ["FROM haproxy:3.0.2", "3.0.2"],
    ["FROM haproxy:3.0.2-alpine AS lb", "3.0.2-alpine"],
    ["from haproxy:3.0", "3.0"],
    ["FROM --platform=linux/amd64 haproxy:2.9.4\n", "2.9.4"],
    ["FROM docker.io/library/haproxy:2.8.7", "2.8.7"],
    ["FROM registry.example:5000/mirror/haproxy:2.8.7", "2.8.7"],
    ["FROM haproxytech/haproxy-alpine:3.0.2", "3.0.2"],
    ["FROM haproxytech/haproxy-debian:2.9.10", "2.9.10"],
    ["ARG VERSION=3.0.2\nFROM haproxy:${VERSION}-alpine", "3.0.2-alpine"],
    ['ARG VERSION="2.9.4"\nFROM haproxy:$VERSION', "2.9.4"],
    ["FROM haproxy:${VERSION:-3.0.3}", "3.0.3"],
    ["FROM golang:1.22 AS build\nRUN make\nFROM haproxy:3.0.2", "3.0.2"],
    ["services:\n  lb:\n    image: haproxy:3.0.2", "3.0.2"],
    ['services:\n  lb:\n    image: "haproxy:2.9.9-alpine"\n', "2.9.9-alpine"],
    ["    image: haproxy:${HAPROXY_VERSION:-2.8.7}", "2.8.7"],
    ["spec:\n  containers:\n    - name: lb\n      image: haproxy:3.0.2\n", "3.0.2"],
    ["spec:\n  containers:\n    - image: 'haproxytech/haproxy-alpine:3.0.2'\n      name: lb\n", "3.0.2"],
    [`image: haproxy:3.0.2@sha256:${"ab".repeat(32)}`, "3.0.2"],
    ["image: nginx:1.27\n---\nimage: haproxy:2.9.4 # edge", "2.9.4"],
    ["FROM haproxy:3.1-dev1", "3.1-dev1"],
    ["FROM haproxy:3.0.2\r\nRUN true\r\n", "3.0.2"],
  ])("%j gives %s", (text, tag) => {
    expect(imageTagIn(text)).toBe(tag);
  });

  test.each([
    "",
    "FROM nginx:1.27",
    "FROM haproxy",
    "FROM haproxy:latest",
    "FROM haproxy:lts-alpine",
    "FROM haproxy:3.5-dev",
    "FROM haproxy:${VERSION}",
    `FROM haproxy@sha256:${"ab".repeat(32)}`,
    "FROM haproxytech/kubernetes-ingress:3.0.2",
    "image: haproxytech/haproxy-ingress:3.0.2",
    "image: prom/haproxy-exporter:0.15.0",
    "image: quay.io/jcmoraisjr/haproxy-ingress:v0.14.7",
    "image: my-haproxy:3.0.2",
    "image: haproxy/other:3.0.2",
    "# FROM haproxy:3.0.2",
    "RUN echo haproxy:3.0.2",
    "imagePullPolicy: haproxy:3.0.2",
  ])("%j gives nothing", (text) => {
    expect(imageTagIn(text)).toBeUndefined();
  });
});

describe("the release in use", () => {
  /** "3.0.2 by comment", with what is odd about it. */
  function inUse(...claims: readonly ReleaseClaim[]): string {
    const { release, claim, assumedNewest, problem } = releaseInUse(claims);
    const parts = [`${release === undefined ? "none" : releaseName(release)} by ${claim?.source ?? "nobody"}`];
    if (assumedNewest) parts.push("newest assumed");
    if (problem !== undefined) parts.push(problem);
    return parts.join(", ");
  }
  const comment: ReleaseClaim = { source: "comment", text: "3.0.2" };
  const setting: ReleaseClaim = { source: "setting", text: "2.9.4" };
  const image: ReleaseClaim = { source: "image", text: "2.8.7-alpine", file: "Dockerfile" };
  const binary: ReleaseClaim = { source: "binary", text: "2.6.12-1+deb12u4" };

  test("comment before setting before image before binary", () => {
    expect(inUse(binary, image, setting, comment)).toBe("3.0.2 by comment");
    expect(inUse(binary, image, setting)).toBe("2.9.4 by setting");
    expect(inUse(binary, image)).toBe("2.8.7 by image");
    expect(inUse(binary)).toBe("2.6.12 by binary");
    expect(inUse()).toBe("none by nobody");
  });

  test("an empty claim is no claim", () => {
    expect(inUse({ source: "setting", text: "  " }, image)).toBe("2.8.7 by image");
  });

  test("a wrong claim is told, not passed over", () => {
    expect(inUse({ source: "setting", text: "newest" }, image)).toBe("none by setting, not-a-release");
    expect(inUse({ source: "comment", text: "9.9" }, image)).toBe("none by comment, unknown-branch");
    expect(inUse({ source: "image", text: "3.5-dev" })).toBe("none by image, not-a-release");
  });

  test("a bare branch means its newest release", () => {
    expect(inUse({ source: "setting", text: "2.9" })).toBe("2.9.15 by setting, newest assumed");
  });

  test("a single text", () => {
    const read = readReleaseInUse("v3.0.2");
    expect(read && releaseName(read)).toBe("3.0.2");
    expect(readReleaseInUse("latest")).toBeUndefined();
    for (const example of exampleReleases().split(", ")) expect(readReleaseInUse(example), example).toBeDefined();
  });
});

describe("banners", () => {
  test.each([
    ["HAProxy version 3.0.2-a45a8e6 2024/06/14 - https://haproxy.org/", "3.0.2-a45a8e6"],
    ["HA-Proxy version 2.2.9-2+deb11u6 2023/12/20", "2.2.9-2+deb11u6"],
    ["HAProxy version 3.5-dev5-0ab123 2026/07/01", "3.5-dev5-0ab123"],
    ["nginx version: nginx/1.27", undefined],
    ["", undefined],
  ])("%j", (output, release) => {
    expect(releaseInBanner(output)).toBe(release);
  });
});
