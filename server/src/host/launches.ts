/** What in a workspace starts HAProxy: units of systemd, files of variables, compose files, Dockerfiles, manifests of Kubernetes. */
import path from "node:path";
import { launchesOfCompose } from "../model/launch/compose.ts";
import { launchOfDockerfile } from "../model/launch/dockerfile.ts";
import { type GeneratedEntry, generatedBy, launchesOfKubernetes } from "../model/launch/kubernetes.ts";
import type { Launch, Variables } from "../model/launch/launch.ts";
import { launchOfService, launchOfVariables, readService, readVariables } from "../model/launch/systemd.ts";
import { readSmallFile } from "./files.ts";

export type LaunchKind = "unit" | "variables" | "compose" | "dockerfile" | "kubernetes";

export interface FoundLaunch {
  readonly launch: Launch;
  readonly kind: LaunchKind;
  /** The manifest that says so. */
  readonly file: string;
}

const largestManifest = 200_000;
const isUnit = /\.service$/;
const isDropIn = /\.service\.d\/[^/]+\.conf$/;
const isVariables = /(?:^|\/)(?:(?:default|sysconfig)[/_.-]haproxy[\w.-]*|haproxy[\w-]*\.(?:default|sysconfig|env))$/;
const isCompose = /(?:^|\/)[\w.-]*compose[\w.-]*\.ya?ml$/i;
const isKustomization = /(?:^|\/)kustomization\.ya?ml$/;
/** Any YAML may be one: those that are named like it, and those in whose path HAProxy is named. */
const isKubernetes = /(?:(?:deployment|statefulset|daemonset)[^/]*|haproxy.*)\.ya?ml$/i;
const isDockerfile = /(?:^|\/)(?:(?:[^/]*\.)?dockerfile(?:\.[^/]*)?|containerfile)$/i;

/** Whether a path of the workspace may say which files HAProxy is given. */
export function isManifest(relative: string): boolean {
  const name = relative.replaceAll(path.sep, "/");
  return [isUnit, isDropIn, isVariables, isCompose, isDockerfile].some((one) => one.test(name)) || isOfCluster(relative);
}

/** Manifests of a cluster, of which a workspace may hold any number. */
export function isOfCluster(relative: string): boolean {
  const name = relative.replaceAll(path.sep, "/");
  return isKustomization.test(name) || (isKubernetes.test(name) && !isCompose.test(name));
}

/** The launches that manifests tell, units first, as they are most particular. */
export async function launchesIn(manifests: readonly string[]): Promise<readonly FoundLaunch[]> {
  const texts = new Map<string, string>();
  for (const file of manifests) {
    const text = await readSmallFile(file, largestManifest);
    if (text !== undefined) texts.set(file, text);
  }
  const of = (kind: RegExp) => [...texts].filter(([file]) => kind.test(file.replaceAll(path.sep, "/")));
  const compose = of(isCompose).flatMap(([file, text]) =>
    launchesOfCompose(text).map((launch): FoundLaunch => ({ launch, kind: "compose", file })),
  );
  const images = of(isDockerfile).flatMap(([file, text]) => found(launchOfDockerfile(path.basename(file), text), "dockerfile", file));
  const cluster = inCluster(of(isKustomization), of(isKubernetes));
  return [...services(of(isUnit), of(isDropIn), of(isVariables)), ...compose, ...images, ...cluster];
}

/** A kustomization may stand beside the manifests or around them: its ConfigMaps go by their names. */
function inCluster(kustomizations: Texts, manifests: Texts): readonly FoundLaunch[] {
  const generated = new Map<string, readonly GeneratedEntry[]>();
  for (const [file, text] of kustomizations)
    for (const [name, entries] of generatedBy(text))
      generated.set(
        name,
        entries.map((entry) => ({ ...entry, file: path.resolve(path.dirname(file), entry.file) })),
      );
  return manifests.flatMap(([file, text]) => launchesOfKubernetes(text, generated).flatMap((one) => found(one, "kubernetes", file)));
}

type Texts = readonly (readonly [file: string, text: string])[];

/** Units with their drop-ins and their files of variables; then such files alone. */
function services(units: Texts, dropIns: Texts, variables: Texts): readonly FoundLaunch[] {
  const used = new Set<string>();
  const grouped = groupsOf(units, dropIns).flatMap(({ file, texts }) => {
    const service = readService(texts);
    const files: [string, string][] = [];
    for (const name of service.environmentFiles) {
      const [nearest] = variables.filter(([one]) => tailOf(one) === tailOf(name)).sort(([a], [b]) => shared(b, file) - shared(a, file));
      if (nearest === undefined) continue;
      used.add(nearest[0]);
      files.push(...readVariables(nearest[1]));
    }
    return found(launchOfService(path.basename(file), service, new Map(files)), "unit", file);
  });
  const alone = variables
    .filter(([file]) => !used.has(file))
    .flatMap(([file, text]) => found(launchOfVariables(path.basename(file), readVariables(text) as Variables), "variables", file));
  return [...grouped, ...alone];
}

/** A drop-in belongs to the unit beside its folder, else to the only one of that name; else it changes a packaged one. */
function groupsOf(units: Texts, dropIns: Texts): readonly { readonly file: string; readonly texts: readonly string[] }[] {
  const groups = new Map<string, { file: string; texts: string[] }>(units.map(([file, text]) => [file, { file, texts: [text] }]));
  const ordered = [...dropIns].sort(([a], [b]) => (path.basename(a) < path.basename(b) ? -1 : 1));
  for (const [file, text] of ordered) {
    const beside = path.dirname(file).replace(/\.d$/, "");
    if (!/haproxy/i.test(path.basename(beside)) && !groups.has(beside)) continue;
    const sameName = units.filter(([unit]) => path.basename(unit) === path.basename(beside));
    const key = groups.has(beside) || sameName.length !== 1 ? beside : (sameName[0]?.[0] ?? beside);
    const group = groups.get(key) ?? { file, texts: [] };
    group.texts.push(text);
    groups.set(key, group);
  }
  return [...groups.values()].filter(({ texts }) => texts.some((text) => /haproxy/i.test(text)));
}

/** `default/haproxy` of whatever path. */
function tailOf(file: string): string {
  return file.split(/[\\/]/).slice(-2).join("/");
}

/** How far two paths go together. */
function shared(a: string, b: string): number {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same;
}

function found(launch: Launch | undefined, kind: LaunchKind, file: string): readonly FoundLaunch[] {
  return launch === undefined ? [] : [{ launch, kind, file }];
}
