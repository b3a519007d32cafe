/** Compose files: services that start HAProxy, and the files of the workspace that they mount. */
import { argumentsOf, commandWords, configPaths, type Launch, type Mount, type Variables } from "./launch.ts";
import { childOf, itemsOf, type Node, readYaml, textAt } from "./yaml.ts";

const noVariables: Variables = new Map();

/** Services of a compose file that are given -f. */
export function launchesOfCompose(text: string): readonly Launch[] {
  const root = readYaml(text);
  const services = entriesOf(childOf(root, "services"));
  return services.flatMap(([name, service]) => {
    const words = [...wordsOf(childOf(service, "entrypoint")), ...wordsOf(childOf(service, "command"))];
    const image = textAt(childOf(service, "image")) ?? "";
    // the entry point of the official image puts the program before options
    const given = /haproxy/.test(image) && words[0]?.startsWith("-") ? words : argumentsOf(words);
    const paths = given && configPaths(given);
    if (paths === undefined || paths.length === 0) return [];
    return [{ name, paths, mounts: [...itemsOf(childOf(service, "volumes")).flatMap(mountOf), ...configsOf(root, service)] }];
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
  const [source, target] = short === undefined ? [textAt(childOf(item, "source")), textAt(childOf(item, "target"))] : splitAt(short);
  return source === undefined || target === undefined ? [] : [{ source, target }];
}

function splitAt(volume: string): readonly [string | undefined, string | undefined] {
  const [, source, target] = /^([^:]+):(\/[^:]*)/.exec(volume) ?? [];
  return [source, target];
}

/** `configs` of a service name files of the top level. */
function configsOf(root: Node | undefined, service: Node): readonly Mount[] {
  const files = childOf(root, "configs");
  return itemsOf(childOf(service, "configs")).flatMap((item) => {
    const name = textAt(item) ?? textAt(childOf(item, "source")) ?? "";
    const source = textAt(childOf(childOf(files, name), "file"));
    return source === undefined ? [] : [{ source, target: textAt(childOf(item, "target")) ?? `/${name}` }];
  });
}

function entriesOf(node: Node | undefined): readonly (readonly [string, Node])[] {
  return node instanceof Map ? [...node] : [];
}
