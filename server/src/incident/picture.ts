/** Lines that a program read off a picture: blanks around signs, and the letter O for a zero. */

/** What HAProxy never prints. */
const marks = /\bFATAL : |\| ?[0O]x[0-9a-fO]{4,16} \[(?: |[0-9a-fO ]{2,24}\] :)|\bOx[0-9a-f]{3}|\bmatched at (?:src|include) \/ /;

/** The line as it was printed, as far as that shows; the same text where nothing speaks of a picture. */
export function offPicture(text: string): string {
  if (!marks.test(text)) return text;
  return text
    .replace(/\bO(?=x[0-9a-fO]{2})/g, "0")
    .replace(/(?<=\b[0O]x[0-9a-fO]{0,15})O/g, "0")
    .replace(/\b(FATAL|WARNING|ALERT) : /, "$1: ")
    .replace(/ ?([+/]) ?(?=0x[0-9a-f])/g, "$1")
    .replace(
      /([[<]) ?((?:[0-9a-fO]{2} ?){1,8}) ?\] ?: ?/,
      (_, open: string, bytes: string) => `${open}${bytes.trim().replaceAll("O", "0")}]: `,
    )
    .replace(/condition ([\u201c\u201e"]) ?(.{1,300}?) ?([\u201d\u201c"]) matched at /, "condition $1$2$3 matched at ")
    .replace(/(?<= matched at .{0,100}) ?([/:]) ?/g, "$1");
}
