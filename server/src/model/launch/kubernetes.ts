/** Kubernetes manifests: containers that start HAProxy, and the files that kustomize makes their ConfigMaps from. */
import { argumentsOf, configPaths, type Launch, type Mount } from "./launch.ts";
import { childOf, itemsOf, type Node, readYaml, textAt } from "./yaml.ts";

/** One entry of a ConfigMap or a Secret, and the file that it is made from. */
export interface GeneratedEntry {
  readonly key: string;
  /** As the kustomization writes it. */
  readonly file: string;
}

/** By the name of the ConfigMap or the Secret. */
export type Generated = ReadonlyMap<string, readonly GeneratedEntry[]>;

/** What `configMapGenerator` and `secretGenerator` of a kustomization make from files. */
export function generatedBy(text: string): Generated {
  const root = readYaml(text);
  const found = new Map<string, readonly GeneratedEntry[]>();
  for (const one of ["configMapGenerator", "secretGenerator"].flatMap((key) => itemsOf(childOf(root, key)))) {
    const name = textAt(childOf(one, "name"));
    const entries = itemsOf(childOf(one, "files")).flatMap((item): GeneratedEntry[] => {
      const [, key, file] = /^(?:([^=]+)=)?(.+)$/.exec(textAt(item) ?? "") ?? [];
      return file === undefined ? [] : [{ key: key ?? file.split("/").at(-1) ?? file, file }];
    });
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), ...entries]);
  }
  return found;
}

/** Containers of all documents of a manifest that are given -f. */
export function launchesOfKubernetes(text: string, generated: Generated): readonly Launch[] {
  return text.split(/^---.*$/m).flatMap((document) => {
    if (!/haproxy/i.test(document) || !/^kind:/m.test(document)) return [];
    const root = readYaml(document);
    const pod = podOf(root);
    const name = textAt(childOf(childOf(root, "metadata"), "name")) ?? "haproxy";
    const containers = [...itemsOf(childOf(pod, "initContainers")), ...itemsOf(childOf(pod, "containers"))];
    const launches = containers.flatMap((container) => launchOf(name, container, pod, generated));
    // a container that only checks the files is given the same ones
    return launches.filter((one, i) => launches.findIndex(({ paths }) => paths.join("\n") === one.paths.join("\n")) === i);
  });
}

/** A Deployment has its pod in a template, a CronJob the template in another one. */
function podOf(root: Node | undefined): Node | undefined {
  const spec = childOf(root, "spec");
  const job = childOf(childOf(spec, "jobTemplate"), "spec") ?? spec;
  return childOf(childOf(job, "template"), "spec") ?? spec;
}

function launchOf(name: string, container: Node, pod: Node | undefined, generated: Generated): readonly Launch[] {
  const words = [...wordsOf(childOf(container, "command")), ...wordsOf(childOf(container, "args"))];
  const image = textAt(childOf(container, "image")) ?? "";
  const given = /haproxy/.test(image) && words[0]?.startsWith("-") ? words : argumentsOf(words);
  const paths = given && configPaths(given);
  if (paths === undefined || paths.length === 0) return [];
  const mounts = itemsOf(childOf(container, "volumeMounts")).flatMap((item) => mountsOf(item, pod, generated));
  return [{ name, paths: paths.flatMap((path) => inFolder(path, mounts)), mounts }];
}

/** `$(NAME)` is a variable of the container. */
function wordsOf(node: Node | undefined): readonly string[] {
  return itemsOf(node).flatMap((item) => textAt(item)?.replace(/\$\(\w+\)/g, "\0") ?? []);
}

/** Each entry of a ConfigMap is a file below the place where it is mounted; with `subPath` that place is the file. */
function mountsOf(item: Node, pod: Node | undefined, generated: Generated): readonly Mount[] {
  const target = textAt(childOf(item, "mountPath"))?.replace(/(?<!\/)\/+$/, "");
  const only = textAt(childOf(item, "subPath"));
  const volume = itemsOf(childOf(pod, "volumes")).find((one) => textAt(childOf(one, "name")) === textAt(childOf(item, "name")));
  if (target === undefined || volume === undefined) return [];
  const projected = itemsOf(childOf(childOf(volume, "projected"), "sources"));
  const files = [volume, ...projected].flatMap((source) => filesOf(source, generated));
  if (only === undefined) return files.map(({ path, file }) => ({ source: file, target: `${target}/${path}` }));
  return files.filter(({ path }) => path === only).map(({ file }) => ({ source: file, target }));
}

function filesOf(source: Node, generated: Generated): readonly { readonly path: string; readonly file: string }[] {
  const config = childOf(source, "configMap") ?? childOf(source, "secret");
  const entries = generated.get(textAt(childOf(config, "name")) ?? textAt(childOf(config, "secretName")) ?? "") ?? [];
  const items = itemsOf(childOf(config, "items"));
  if (items.length === 0) return entries.map(({ key, file }) => ({ path: key, file }));
  return items.flatMap((item) => {
    const path = textAt(childOf(item, "path"));
    const file = entries.find(({ key }) => key === textAt(childOf(item, "key")))?.file;
    return path === undefined || file === undefined ? [] : [{ path, file }];
  });
}

/** Where a folder is given that only mounts make, its files in the order in which HAProxy loads them. */
function inFolder(path: string, mounts: readonly Mount[]): readonly string[] {
  const folder = `${path.replace(/(?<!\/)\/+$/, "")}/`;
  const files = mounts
    .map(({ target }) => target)
    .filter((target) => target.startsWith(folder) && /^[^/.][^/]*\.cfg$/.test(target.slice(folder.length)));
  return files.length === 0 ? [path] : files.toSorted((a, b) => (a < b ? -1 : 1));
}
