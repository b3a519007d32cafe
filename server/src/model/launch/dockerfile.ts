/** Dockerfiles: the command of the image, and what is copied into it. */
import { argumentsOf, commandWords, configPaths, type Launch, type Mount } from "./launch.ts";

/** How the image that a Dockerfile ends with starts HAProxy. */
export function launchOfDockerfile(name: string, text: string): Launch | undefined {
  let image = "";
  let entry: readonly string[] = [];
  let command: readonly string[] = [];
  let mounts: Mount[] = [];
  const variables = new Map<string, string>();
  for (const { keyword, value } of instructionsOf(text)) {
    if (keyword === "FROM") {
      [image, entry, command, mounts] = [value, [], [], []];
    } else if (keyword === "ENV" || keyword === "ARG") {
      for (const [, key, content] of value.matchAll(/\b(\w+)(?:=|\s+)("[^"]*"|\S+)/g))
        if (key !== undefined && content !== undefined) variables.set(key, content.replaceAll('"', ""));
    } else if (keyword === "COPY" || keyword === "ADD") mounts.push(...copied(commandWords(listOf(value)?.join(" ") ?? value, variables)));
    else if (keyword === "ENTRYPOINT") entry = listOf(value) ?? commandWords(value, variables);
    else if (keyword === "CMD") command = listOf(value) ?? commandWords(value, variables);
  }
  const words = [...entry, ...command];
  // the entry point of the official image puts the program before options
  const given = /haproxy/.test(image) && words[0]?.startsWith("-") ? words : argumentsOf(words);
  const paths = given && configPaths(given);
  return paths === undefined || paths.length === 0 ? undefined : { name, paths, mounts };
}

/** Sources to the last word; into a folder where that ends with a slash, and what a folder holds goes to the target itself. */
function copied(words: readonly string[]): readonly Mount[] {
  const places = words.filter((word) => !word.startsWith("--"));
  if (words.some((word) => word.startsWith("--from="))) return [];
  const target = places.at(-1) ?? "";
  return places.slice(0, -1).flatMap((source) => {
    const base =
      source
        .replace(/(?<!\/)\/+$/, "")
        .split("/")
        .at(-1) ?? "";
    return [
      { source, target },
      { source, target: `${target.replace(/(?<!\/)\/+$/, "")}/${base}` },
    ];
  });
}

function instructionsOf(text: string): readonly { readonly keyword: string; readonly value: string }[] {
  const lines = text.replaceAll(/^[ \t]*#.*$/gm, "").replaceAll(/\\[ \t]*\r?\n/g, " ");
  return [...lines.matchAll(/^[ \t]*([A-Za-z]+)[ \t]+(.*)$/gm)].map(([, keyword = "", value = ""]) => ({
    keyword: keyword.toUpperCase(),
    value: value.trimEnd(),
  }));
}

/** The words of the form in brackets; undefined for any other. */
function listOf(value: string): readonly string[] | undefined {
  if (!value.startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) && list.every((one) => typeof one === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}
