/** The files of examples/ci, carried out, and the bundled command as a pipeline starts it. */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { bundle } from "../support/bundle.ts";
import { json } from "../support/cliFixture.ts";

const examples = path.resolve(import.meta.dirname, "../../examples/ci");
const good = "defaults\n    mode http\n    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n";
const bad = "backend be\n    nonsense\n";
let folder = "";
let repository = "";

beforeAll(() => {
  const cli = bundle("cli/main.ts");
  folder = path.dirname(cli);
  chmodSync(cli, 0o755);
  writeFileSync(path.join(folder, "haproxy-sleuth"), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, { mode: 0o755 });
  repository = path.join(folder, "repository");
  mkdirSync(path.join(repository, "haproxy"), { recursive: true });
  shell("git init -q . && git config user.email a@example.org && git config user.name a");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shell(command: string, env: NodeJS.ProcessEnv = {}) {
  const { PATH, ...rest } = process.env;
  const own = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith("GIT_")));
  const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", command], {
    cwd: repository,
    env: { ...own, PATH: `${folder}:${PATH}`, ...env },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const write = (name: string, text: string) => writeFileSync(path.join(repository, name), text);

describe("github-workflow.yaml", () => {
  const workflow = parse(readFileSync(path.join(examples, "github-workflow.yaml"), "utf8"));
  const steps: { name?: string; run?: string }[] = workflow.jobs.check.steps;
  const commandOf = (name: string) => steps.find((step) => step.name === name)?.run ?? "";

  test.each([
    ["a set with an error", bad, 1],
    ["a clean set", good, 0],
  ])("%s", (_, text, status) => {
    write("haproxy/haproxy.cfg", text);
    expect(shell(commandOf("Write the findings for code scanning")).status).toBe(0);
    const [run] = json(readFileSync(path.join(repository, "haproxy-sleuth.sarif"), "utf8")).runs;
    expect(run.results.length).toBe(status);
    const gate = shell(commandOf("Fail on errors and warnings"));
    expect([gate.status, gate.stdout.startsWith("::error file=haproxy/haproxy.cfg,line=2,")]).toEqual([status, status === 1]);
  });

  test("wrong usage does not pass for findings", () => {
    const command = commandOf("Write the findings for code scanning").replace("haproxy/", "nowhere/");
    expect(shell(command).status).not.toBe(0);
  });
});

describe("pre-commit-config.yaml", () => {
  const [hook] = parse(readFileSync(path.join(examples, "pre-commit-config.yaml"), "utf8")).repos[0].hooks;

  test("its command takes the names of files behind it", () => {
    write("haproxy/haproxy.cfg", bad);
    expect(shell(`${hook.entry} haproxy/haproxy.cfg`)).toMatchObject({ status: 1, stdout: expect.stringContaining("unknown-keyword") });
  });

  test.each([
    ["haproxy.cfg", true],
    ["conf/haproxy-eu.cfg", true],
    ["conf/site.haproxy", true],
    ["setup.cfg", false],
    ["haproxy.cfg.orig", false],
  ])("it is for %s: %s", (name, expected) => expect(new RegExp(hook.files).test(name)).toBe(expected));
});

describe("the git hook", () => {
  const hook = () => path.join(repository, ".git/hooks/pre-commit");
  beforeAll(() => {
    copyFileSync(path.join(examples, "pre-commit"), hook());
    chmodSync(hook(), 0o755);
  });
  const commit = () => shell("git commit -q -m x");

  test("stops a commit with an error, and looks at what is staged", () => {
    write("haproxy/haproxy.cfg", bad);
    shell("git add haproxy/haproxy.cfg");
    write("haproxy/haproxy.cfg", good);
    const { status, stdout, stderr } = commit();
    expect([status, `${stdout}${stderr}`]).toEqual([1, expect.stringContaining("haproxy/haproxy.cfg:2:5")]);
    shell("git add haproxy/haproxy.cfg");
    expect(commit().status).toBe(0);
  });

  test("lets everything else pass, also names with blanks and other *.cfg", () => {
    write("setup.cfg", "nonsense\n");
    write("my haproxy.cfg", good);
    shell("git add setup.cfg 'my haproxy.cfg'");
    expect(commit().status).toBe(0);
    write("notes.txt", "x\n");
    shell("git add notes.txt");
    expect(commit().status).toBe(0);
  });
});

describe("as a process", () => {
  test("no colours through a pipe, and names as given", () => {
    write("haproxy/haproxy.cfg", bad);
    const { status, stdout, stderr } = shell("haproxy-sleuth check haproxy");
    expect([status, stderr]).toEqual([1, "1 finding: 1 error\n"]);
    expect(stdout).toContain("--> haproxy/haproxy.cfg:2:5\n");
    expect(stdout).not.toContain("\u001b");
  });

  const terminal = spawnSync("script", ["--version"]).status === 0;
  test.skipIf(!terminal)("colours on a terminal, not with NO_COLOR", () => {
    const onTerminal = (env: NodeJS.ProcessEnv) =>
      shell("script -qec 'haproxy-sleuth check haproxy' /dev/null", { TERM: "xterm", NO_COLOR: "", ...env });
    expect(onTerminal({}).stdout).toContain("\u001b[1;31merror");
    expect(onTerminal({ NO_COLOR: "1" }).stdout).not.toContain("\u001b[1;31m");
    expect(onTerminal({ TERM: "dumb" }).stdout).not.toContain("\u001b[1;31m");
  });

  test("through a link, as npm link makes one", () => {
    const link = path.join(folder, "linked");
    symlinkSync(path.join(folder, "bundle.cjs"), link);
    expect(shell(`'${process.execPath}' '${link}' check haproxy`).status).toBe(1);
  });
});
