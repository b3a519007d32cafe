/** What the data says of values that it offers without holding anybody to them: headers, protocols, arguments of `.if`. */
import * as l10n from "@vscode/l10n";
import { topicLink } from "../../knowledge/manual.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import { valuesOf } from "../../knowledge/offers.ts";
import { plain } from "../../syntax/plain.ts";
import type { Asked } from "./asked.ts";
import { manualInMarkdown } from "./describe.ts";
import { environmentExplained } from "./environment.ts";

export function headerExplained(text: string, branch: string | undefined): string {
  const name = text.toLowerCase();
  const lists = ["request-header", "response-header"].flatMap((kind) => valuesOf(kind, branch)?.values ?? []);
  const says = lists.find(({ value }) => value.toLowerCase() === name)?.says ?? "";
  const title = l10n.t("HTTP header {0}", `\`${plain(text)}\``);
  return says === "" ? title : `${title}: ${says}`;
}

/** Of an argument that the grammar leaves open: each value of it that the data knows. */
export function offeredExplained({ part, place, branch }: Asked): string | undefined {
  // what else an address may be has no list
  const kind = part.role === "address" && /^log(?:-stderr)?$/.test(place.statement?.words[0]?.value ?? "") ? "log-target" : undefined;
  const type = part.call === undefined ? (part.parameter ?? part.type) : undefined;
  const known = type === undefined ? undefined : valuesOf(kind ?? type, branch);
  if (known === undefined) return undefined;
  const given = known.by === undefined ? [part.text] : part.text.split(known.by);
  const lines = given.flatMap((value) => {
    const says = known.values.find((one) => one.value === value)?.says ?? "";
    return says === "" ? [] : [`\`${plain(value)}\` ${says}`];
  });
  return lines.length < 2 ? lines[0] : lines.map((line) => `- ${line}`).join("\n");
}

/** An argument of a predicate behind `.if`; undefined where the part is none. */
export function predicateArgument({ part, place, model, branch }: Asked): string | undefined {
  const predicate = place.parts.findLast(({ role, span }) => role === "predicate" && span.end <= part.span.start)?.text;
  if (part.role !== "argument" || place.parts[0]?.role !== "macro" || predicate === undefined) return undefined;
  const variable = predicate === "defined" && /^\w+$/.test(part.text) ? environmentExplained(`$${part.text}`, model, branch) : undefined;
  if (variable !== undefined) return variable;
  const says = meaningOf("predicates", predicate);
  const name = `**\`${plain(`${predicate}(${part.text})`)}\`**`;
  return says && `${name} ${says}\n\n${manualInMarkdown(topicLink("conditional", branch))}`;
}
