/** Compose files: services that start HAProxy, and the files of the workspace that they mount. */
import { argumentsOf, commandWords, configPaths, type Launch, type Mount, type Variables } from "./launch.ts";
import { type Node, readYaml, textAt } from "./yaml.ts";

const noVariables: Variables = new Map();

/** Services of a compose file that are given -f. */
export function launchesOfCompose(text: string): readonly Launch[] {
  const root = readYaml(text);
  const services = entriesOf(child(root, "services"));
  return services.flatMap(([name, service]) => {
    const words = [...wordsOf(child(service, "entrypoint")), ...wordsOf(child(service, "command"))];
    const image = textAt(child(service, "image")) ?? "";
    // the entry point of the official image puts the program before options
    const given = argumentsOf(words) ?? (/haproxy/.test(image) && words[0]?.startsWith("-") ? words : undefined);
    const paths = given && configPaths(given);
    if (paths === undefined || paths.length === 0) return [];
    return [{ name, paths, mounts: [...itemsOf(child(service, "volumes")).flatMap(mountOf), ...configsOf(root, service)] }];
  });
}

/** A command is a list of words, or one text. */
function wordsOf(node: Node | undefined): readonly string[] {
  const text = textAt(node);
  if (text !== undefined) return commandWords(text, noVariables);
  return itemsOf(node).flatMap((item) => {
    const word = textAt(item);
    return word === undefined ? [] : [word.replace(/\$\{\w+:?-([^}]*)\}/g, "$1").replace(/\$\{?\w+\}?/g, "\0")];
  });
}

/** `./haproxy:/usr/local/etc/haproxy:ro`, or the long form. */
function mountOf(item: Node): readonly Mount[] {
  const short = textAt(item)?.replace(/\$\{\w+:?-([^}]*)\}/g, "$1");
  const [source, target] = short === undefined ? [textAt(child(item, "source")), textAt(child(item, "target"))] : splitAt(short);
  return source === undefined || target === undefined ? [] : [{ source, target }];
}

function splitAt(volume: string): readonly [string | undefined, string | undefined] {
  const [, source, target] = /^([^:]+):(\/[^:]*)/.exec(volume) ?? [];
  return [source, target];
}

/** `configs` of a service name files of the top level. */
function configsOf(root: Node | undefined, service: Node): readonly Mount[] {
  const files = child(root, "configs");
  return itemsOf(child(service, "configs")).flatMap((item) => {
    const name = textAt(item) ?? textAt(child(item, "source")) ?? "";
    const source = textAt(child(child(files, name), "file"));
    return source === undefined ? [] : [{ source, target: textAt(child(item, "target")) ?? `/${name}` }];
  });
}

function child(node: Node | undefined, key: string): Node | undefined {
  return node instanceof Map ? node.get(key) : undefined;
}

function entriesOf(node: Node | undefined): readonly (readonly [string, Node])[] {
  return node instanceof Map ? [...node] : [];
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return Array.isArray(node) ? node : [];
}
