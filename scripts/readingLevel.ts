/**
 * How hard a text of ours is to read, for the linter of the catalogue: length of sentences, words that say nothing, and the grade of
 * Flesch and Kincaid (years at school). Code marks count as one word and as no syllables: an identifier is a picture, not prose.
 */
import { paragraphsOf } from "./ownProse.ts";

/** Words, characters without code and spaces in Chinese, years. */
export const bounds = { en: 32, "zh-cn": 70, grade: 10 } as const;
/** Fewer words tell nothing of a grade. */
const fewestWords = 40;

const filler: readonly RegExp[] = [
  /\b(?:please note|it should be noted|it is worth noting|keep in mind|needless to say|as (?:already )?mentioned)\b/i,
  /(?:^|[.;:] )note that\b/i,
  /\b(?:in order to|due to the fact|in the event that|at this point in time|for the purpose of|the fact that|a variety of)\b/i,
  /\b(?:basically|simply|obviously|of course|actually|essentially|really|quite)\b/i,
  /\b(?:utili[sz]e[sd]?|leverag(?:e[sd]?|ing)|facilitate[sd]?)\b/i,
];
const fillerInChinese = /值得注意的是|需要注意的是|请注意|众所周知|总而言之|事实上|实际上来说|简单来说|基本上|换句话说|不言而喻/;

/** What is wrong with a text (Markdown, a paragraph or a page), in words; empty where nothing is. */
export function hardToRead(text: string, language: "en" | "zh-cn"): readonly string[] {
  const sentences = paragraphsOf(text).flatMap((paragraph) => sentencesOf(paragraph, language));
  const tooLong = sentences.filter((sentence) => sizeOf(sentence, language) > bounds[language]);
  const unit = language === "en" ? "words" : "characters";
  return [
    ...tooLong.map((sentence) => `a sentence of ${sizeOf(sentence, language)} ${unit}, more than ${bounds[language]}: ${sentence}`),
    ...sentences.flatMap((sentence) => fillerIn(sentence, language).map((word) => `"${word}" says nothing: ${sentence}`)),
    ...(language === "en" ? gradeOf(sentences) : []),
  ];
}

/** Sentences of a paragraph, each with code marks as "`". */
export function sentencesOf(paragraph: string, language: "en" | "zh-cn"): readonly string[] {
  const plain = paragraph.replace(/`+[^`]*`+/g, "`").replace(/\]\([^)]*\)/g, "]");
  const ends =
    language === "en" ? /(?<=[.!?:][)"”’*]*)(?<!\b(?:e\.g|i\.e|etc|vs|cf|no)\.)\s+(?=[\p{Lu}`"“([*\d])/u : /(?<=[。！？：]["”’）*]*)/u;
  return plain
    .split(ends)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));
}

/** Words with a letter and code marks; in Chinese every character, a run of Latin letters as one. */
function sizeOf(sentence: string, language: "en" | "zh-cn"): number {
  const pattern = language === "en" ? /[\p{L}\p{N}_.#-]*\p{L}[\p{L}\p{N}_.'’-]*|`/gu : /\p{Script=Han}|[\p{L}\p{N}_.#-]+|`/gu;
  return sentence.match(pattern)?.length ?? 0;
}

function fillerIn(sentence: string, language: "en" | "zh-cn"): readonly string[] {
  const patterns = language === "en" ? filler : [fillerInChinese];
  return patterns.flatMap((pattern) => pattern.exec(sentence)?.[0] ?? []);
}

function gradeOf(sentences: readonly string[]): readonly string[] {
  const grade = gradeOfSentences(sentences);
  return grade === undefined || grade <= bounds.grade
    ? []
    : [`grade ${grade.toFixed(1)}, above ${bounds.grade}: shorter sentences, plainer words`];
}

/** Flesch-Kincaid; undefined where there are too few words. */
export function gradeOfSentences(sentences: readonly string[]): number | undefined {
  const words = sentences.flatMap((sentence) => sentence.match(/(?<![\w.#-])[A-Za-z][a-z’']*(?:-[a-z]+)*(?![\w(]|\.\w)/g) ?? []);
  if (words.length < fewestWords) return undefined;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

/** Groups of vowels, without a silent e; good enough for an average. */
export function syllablesOf(word: string): number {
  const parts = word.toLowerCase().split("-");
  return parts.reduce(
    (sum, part) => sum + Math.max(1, part.replace(/(?:[^laeiouy]e[sd]?|[^td]ed|es)$/, "").match(/[aeiouy]+/g)?.length ?? 1),
    0,
  );
}
