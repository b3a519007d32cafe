/** Which files of a workspace are one configuration: as settings say, as manifests say, as texts tell. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { StatedSet } from "../../server/src/host/configurationSets.ts";
import { ConfigurationSets } from "../../server/src/lsp/documents/configurationSets.ts";
import { workspaceFolders } from "../support/workspaceFolder.ts";

const folder = workspaceFolders();

const base = "global\n    maxconn 10\ndefaults\n    mode http\n    timeout client 5s\n    timeout server 5s\n    timeout connect 5s\n";
const front = "frontend web\n    bind :80\n    default_backend app\n";
const back = "backend app\n    server a 192.0.2.1:80\n";
const parts = { "haproxy.cfg": base, "conf.d/20-back.cfg": back, "conf.d/10-front.cfg": front };
const paired = "-f /etc/haproxy/haproxy.cfg -f /etc/haproxy/conf.d";
const unit = `[Service]\nExecStart=/usr/sbin/haproxy -Ws ${paired}\n`;

/** Source, manifest and files of the set that a file belongs to. */
async function setOf(files: Readonly<Record<string, string>>, asked: string, stated: readonly StatedSet[] = []) {
  const { root, pathOf } = folder(files);
  const told: string[] = [];
  const sets = new ConfigurationSets((text, how) => void (how === "info" ? 0 : told.push(text)));
  const set = await sets.setOf(pathOf(asked), root, stated);
  return { told, source: set?.source, manifest: set?.manifest, name: set?.name, files: set?.files.map((one) => path.relative(root, one)) };
}

const whole = ["haproxy.cfg", "conf.d/10-front.cfg", "conf.d/20-back.cfg"];

describe("settings", () => {
  test("name files and folders in their order; a folder stands for its *.cfg in the order of bytes", async () => {
    const files = { ...parts, "conf.d/.hidden.cfg": "x", "conf.d/notes.txt": "x", "conf.d/Z.cfg": "# z" };
    const found = await setOf(files, "conf.d/10-front.cfg", [{ name: "edge", files: ["haproxy.cfg", "conf.d"] }]);
    expect(found).toMatchObject({ source: "setting", name: "edge", files: [...whole, "conf.d/Z.cfg"] });
  });

  test("win over what manifests say", async () => {
    const found = await setOf({ ...parts, "haproxy.service": unit }, "haproxy.cfg", [{ name: "x", files: ["haproxy.cfg"] }]);
    expect(found).toMatchObject({ source: "setting", files: ["haproxy.cfg"] });
    expect(
      (await setOf({ ...parts, "haproxy.service": unit }, "conf.d/20-back.cfg", [{ name: "x", files: ["haproxy.cfg"] }])).files,
    ).toBeUndefined();
  });

  test("are told of paths that lead nowhere, and of files that two sets name", async () => {
    const stated = [
      { name: "one", files: ["haproxy.cfg", "conf.d/20-back.cfg"] },
      { name: "two", files: ["haproxy.cfg", "conf.d/10-front.cfg", "gone.cfg"] },
    ];
    const found = await setOf(parts, "haproxy.cfg", stated);
    expect(found.name).toBe("one");
    expect(found.told).toEqual([
      'haproxySleuth.configurations: "two": no such file or folder: gone.cfg',
      expect.stringMatching(/haproxy\.cfg is part of "one" and of "two": it is read as part of "one"$/),
    ]);
    expect((await setOf(parts, "conf.d/10-front.cfg", stated)).files).toEqual(["haproxy.cfg", "conf.d/10-front.cfg"]);
  });

  test("may name the place on the machine of what has its copy in the workspace", async () => {
    const stated = [{ name: "edge", files: ["/no-such-place/haproxy/haproxy.cfg", "/no-such-place/haproxy/conf.d"] }];
    const copies = Object.fromEntries(Object.entries(parts).map(([name, text]) => [`no-such-place/haproxy/${name}`, text]));
    expect((await setOf(copies, "no-such-place/haproxy/haproxy.cfg", stated)).files).toHaveLength(3);
  });
});

const pod = (args: string, volumes = "") =>
  `kind: Pod\nmetadata:\n  name: edge\nspec:\n  containers:\n  - name: lb\n    image: haproxy:3.2\n    args: [${args}]\n${volumes}`;

test("what was one configuration stays one when a name goes missing, and is none once a part has a global section", async () => {
  const { root, pathOf, write, remove } = folder(parts);
  const sets = new ConfigurationSets(() => undefined);
  const now = async () => {
    sets.lookAgain(true);
    return (await sets.setOf(pathOf("haproxy.cfg"), root, []))?.files.map((one) => path.relative(root, one));
  };
  expect(await now()).toEqual(whole);
  write("conf.d/20-back.cfg", back.replace("app", "ap"));
  expect(await now()).toEqual(whole);
  remove("conf.d/20-back.cfg");
  expect(await now()).toEqual(whole.slice(0, 2));
  write("conf.d/20-back.cfg", base);
  expect(await now()).toBeUndefined();
});

describe("manifests of a cluster", () => {
  const args = "-f, /usr/local/etc/haproxy/haproxy.cfg, -f, /usr/local/etc/haproxy/conf.d";

  test("lead to files that lie in the workspace as the container has them", async () => {
    const found = await setOf({ "lb/haproxy.cfg": base, "lb/conf.d/10-front.cfg": front, "k8s/haproxy.yaml": pod(args) }, "lb/haproxy.cfg");
    expect(found).toMatchObject({ source: "kubernetes", name: "edge", files: ["lb/haproxy.cfg", "lb/conf.d/10-front.cfg"] });
  });

  test("and to what a kustomization makes ConfigMaps from", async () => {
    const mounts = "    volumeMounts:\n    - {name: c}\n    - name: c\n      mountPath: /usr/local/etc/haproxy\n";
    const kustomization =
      "configMapGenerator:\n- name: edge-config\n  files:\n  - haproxy.cfg=files/main.cfg\n  - web.cfg=files/front.cfg\n";
    const files = {
      "base/deployment.yaml": pod(
        "-f, /usr/local/etc/haproxy/haproxy.cfg, -f, /usr/local/etc/haproxy/web.cfg",
        `${mounts}  volumes:\n  - name: c\n    configMap:\n      name: edge-config\n`,
      ),
      "base/kustomization.yaml": kustomization,
      "base/files/main.cfg": base,
      "base/files/front.cfg": front,
    };
    expect(await setOf(files, "base/files/front.cfg")).toMatchObject({
      source: "kubernetes",
      manifest: "base/deployment.yaml",
      files: ["base/files/main.cfg", "base/files/front.cfg"],
    });
  });
});

describe("manifests", () => {
  const tree = (prefix: string) => Object.fromEntries(Object.entries(parts).map(([name, text]) => [prefix + name, text]));

  test.each([
    ["a unit beside", "", { "haproxy.service": unit }, "unit"],
    ["a unit in a copy of the root", "root/etc/haproxy/", { "root/etc/systemd/system/haproxy.service": unit }, "unit"],
    [
      "a unit as deep as roles of Ansible have it",
      "infra/roles/lb/files/etc/haproxy/",
      { "infra/roles/lb/files/etc/systemd/system/haproxy.service": unit },
      "unit",
    ],
    ["a unit in another folder", "config/", { "systemd/haproxy.service": unit }, "unit"],
    [
      "a drop-in for the unit of a package",
      "etc/haproxy/",
      { "etc/systemd/system/haproxy.service.d/parts.conf": '[Service]\nEnvironment="EXTRAOPTS=-f /etc/haproxy/conf.d"\n' },
      "unit",
    ],
    ["a file of variables", "etc/haproxy/", { "etc/default/haproxy": 'EXTRAOPTS="-f /etc/haproxy/conf.d"\n' }, "variables"],
    [
      "a unit with its file of variables",
      "etc/haproxy/",
      {
        "etc/default/haproxy": 'EXTRAOPTS="-f /etc/haproxy/conf.d"\n',
        "lib/haproxy.service":
          "[Service]\nEnvironment=CONFIG=/etc/haproxy/haproxy.cfg\nEnvironmentFile=-/etc/default/haproxy\nExecStart=/usr/sbin/haproxy -f $CONFIG $EXTRAOPTS\n",
      },
      "unit",
    ],
    [
      "a compose file",
      "lb/",
      {
        "docker-compose.yml":
          "services:\n  lb:\n    image: haproxy:3.0\n    command: haproxy -f /usr/local/etc/haproxy/haproxy.cfg -f /usr/local/etc/haproxy/conf.d\n    volumes:\n      - ./lb:/usr/local/etc/haproxy:ro\n",
      },
      "compose",
    ],
    [
      "a Dockerfile",
      "lb/",
      {
        "lb/Dockerfile":
          'FROM haproxy:3.0\nCOPY haproxy.cfg /cfg/main.d/\nCOPY conf.d /cfg/parts\nCMD ["haproxy", "-f", "/cfg/main.d/haproxy.cfg", "-f", "/cfg/parts"]\n',
      },
      "dockerfile",
    ],
  ])("%s", async (_, prefix, manifests, source) => {
    const found = await setOf({ ...tree(prefix), ...manifests }, `${prefix}conf.d/20-back.cfg`);
    expect(found).toMatchObject({ source, files: whole.map((name) => prefix + name), manifest: expect.any(String) });
  });

  test("tell nothing where a file of theirs is not in the workspace", async () => {
    const elsewhere = "[Service]\nExecStart=/usr/sbin/haproxy -f /etc/haproxy/haproxy.cfg -f /srv/other\n";
    expect((await setOf({ "haproxy.cfg": `${base}${back}`, "haproxy.service": elsewhere }, "haproxy.cfg")).files).toBeUndefined();
  });

  test("of two environments are two sets", async () => {
    const files = { ...tree("prod/"), "prod/haproxy.service": unit, ...tree("stage/"), "stage/haproxy.service": unit };
    expect((await setOf(files, "prod/haproxy.cfg")).files).toEqual(whole.map((name) => `prod/${name}`));
    expect((await setOf(files, "stage/conf.d/10-front.cfg")).files).toEqual(whole.map((name) => `stage/${name}`));
  });

  test("never lead out of the workspace", async () => {
    const compose =
      "services:\n  lb:\n    image: haproxy\n    command: haproxy -f /a/passwd -f /a/group\n    volumes:\n      - ../../../../../../etc:/a\n";
    expect((await setOf({ "haproxy.cfg": base, "compose.yaml": compose }, "haproxy.cfg")).files).toBeUndefined();
  });
});

describe("a folder of parts beside haproxy.cfg", () => {
  test("is assumed to belong to it where its files need it and nothing is amiss then", async () => {
    expect(await setOf(parts, "conf.d/20-back.cfg")).toMatchObject({ source: "assumed", files: whole });
  });

  test.each([
    ["a part has a global section", { ...parts, "conf.d/20-back.cfg": `global\n${back}` }],
    ["names stay undefined", { ...parts, "conf.d/10-front.cfg": front.replace("app", "nowhere") }],
    ["a name is there twice", { ...parts, "haproxy.cfg": `${base}${back}` }],
    ["the parts stand alone", { "haproxy.cfg": `${base}${back}`, "conf.d/a.cfg": "defaults\n    mode tcp\nlisten x\n    bind :1\n" }],
    ["the other file has no global section", { ...parts, "haproxy.cfg": base.replace("global", "ring x") }],
  ])("is not where %s", async (_, files) => {
    expect((await setOf(files, "haproxy.cfg")).files).toBeUndefined();
  });
});

describe("a folder of nothing but parts", () => {
  const numbered = { "lb/00-global.cfg": base, "lb/10-front.cfg": front, "lb/20-back.cfg": back };

  test("is assumed to be loaded as a whole, where its files need each other", async () => {
    const files = ["lb/00-global.cfg", "lb/10-front.cfg", "lb/20-back.cfg"];
    expect(await setOf(numbered, "lb/10-front.cfg")).toMatchObject({ source: "assumed", name: "lb", files });
    const inFolder = { "haproxy.d/a.cfg": base, "haproxy.d/b.cfg": front + back };
    expect((await setOf(inFolder, "haproxy.d/b.cfg")).files).toEqual(["haproxy.d/a.cfg", "haproxy.d/b.cfg"]);
  });

  test("beside a haproxy.cfg that needs it belongs to that", async () => {
    expect((await setOf({ ...parts, "conf.d/00-more.cfg": "cache c\n    total-max-size 4\n" }, "conf.d/20-back.cfg")).files?.[0]).toBe(
      "haproxy.cfg",
    );
  });

  test.each([
    ["the first has no global section", { "lb/00-front.cfg": front, "lb/10-global.cfg": base, "lb/20-back.cfg": back }],
    ["each is a whole one", { "lb/1-a.cfg": base + front + back, "lb/2-b.cfg": base + front + back }],
    ["names do not tell", { "lb/global.cfg": base, "lb/more.cfg": front + back }],
    ["a name is missing", { "lb/0.cfg": base, "lb/1.cfg": front }],
  ])("is none where %s", async (_, files) => {
    expect((await setOf(files, Object.keys(files)[0]!)).files).toBeUndefined();
  });
});
