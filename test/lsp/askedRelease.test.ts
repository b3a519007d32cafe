/** The binary is asked for its release only where the user allows it, and never one that a workspace brings. */
import { chmodSync, copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { ReleaseState } from "../../server/src/lsp/protocol.ts";
import { fakeHaproxy } from "../support/fakeHaproxy.ts";
import { config, serverFixture, uri } from "../support/serverFixture.ts";

const { start, folder } = serverFixture();

async function releaseWith(haproxy: object, trusted = true): Promise<ReleaseState> {
  const client = await start({ initializationOptions: { trusted, haproxy } });
  await client.open(uri, config);
  return client.request<ReleaseState>("haproxySleuth/releaseState", { uri });
}

test("its path and its release are told", async () => {
  const { file } = fakeHaproxy(folder(), "", "2.8.7-1");
  expect(await releaseWith({ path: file, askForRelease: true })).toMatchObject({ release: "2.8.7", source: "binary", file });
});

test("it is not asked without leave, nor in a workspace that is not trusted", async () => {
  const { file } = fakeHaproxy(folder(), "", "2.8.7-1");
  expect((await releaseWith({ path: file })).source).not.toBe("binary");
  expect((await releaseWith({ path: file, askForRelease: true }, false)).source).not.toBe("binary");
});

test("a path that starts anywhere is not taken, nor a name in a folder of PATH that does", async () => {
  const { file } = fakeHaproxy(folder(), "", "2.8.7-1");
  const place = path.relative(process.cwd(), path.dirname(file));
  expect((await releaseWith({ path: path.join(place, "haproxy"), askForRelease: true })).source).not.toBe("binary");
  const before = process.env["PATH"];
  const named = path.join(folder(), "named");
  mkdirSync(named);
  copyFileSync(file, path.join(named, "haproxy-of-the-workspace"));
  chmodSync(path.join(named, "haproxy-of-the-workspace"), 0o755);
  try {
    process.env["PATH"] = `${path.relative(process.cwd(), named)}${path.delimiter}${before}`;
    expect((await releaseWith({ path: "haproxy-of-the-workspace", askForRelease: true })).source).not.toBe("binary");
    process.env["PATH"] = `${named}${path.delimiter}${before}`;
    expect((await releaseWith({ path: "haproxy-of-the-workspace", askForRelease: true })).source).toBe("binary");
  } finally {
    process.env["PATH"] = before;
  }
});

test("one that fails, or says nothing of a release, counts as none", async () => {
  const { file } = fakeHaproxy(folder(), "", "none");
  expect((await releaseWith({ path: file, askForRelease: true })).source).not.toBe("binary");
  expect((await releaseWith({ path: "/nowhere/haproxy", askForRelease: true })).source).not.toBe("binary");
});
