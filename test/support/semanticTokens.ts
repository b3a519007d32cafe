/** Reads semantic tokens as an editor does. */
import type { SemanticTokens, SemanticTokensDelta, SemanticTokensLegend } from "vscode-languageserver/node";

/** "type.modifier:text" of each token, after checking that tokens are in order and inside of their lines. */
export function decoded(data: readonly number[], text: string, { tokenTypes, tokenModifiers }: SemanticTokensLegend): string[] {
  const lines = text.split("\n");
  const found: string[] = [];
  let line = 0;
  let start = 0;
  let end = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [lineStep = 0, startStep = 0, length = 0, type = 0, bits = 0] = data.slice(i, i + 5);
    if (lineStep > 0) end = 0;
    start = lineStep > 0 ? startStep : start + startStep;
    line += lineStep;
    const raw = lines[line];
    if (raw === undefined || start < end || length < 1 || start + length > raw.length || tokenTypes[type] === undefined)
      throw new Error(`token ${i / 5} is wrong: line ${line}, ${start} to ${start + length}`);
    end = start + length;
    const modifiers = tokenModifiers.filter((_, bit) => bits & (1 << bit));
    found.push(`${[tokenTypes[type], ...modifiers].join(".")}:${raw.slice(start, end)}`);
  }
  return found;
}

/** The numbers after a delta; an answer that is no delta stands for itself. */
export function applied(before: readonly number[], answer: SemanticTokens | SemanticTokensDelta): number[] {
  if ("data" in answer) return answer.data;
  const data = [...before];
  for (const { start, deleteCount, data: put = [] } of answer.edits) data.splice(start, deleteCount, ...put);
  return data;
}
