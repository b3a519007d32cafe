/** What findings say, where the words themselves matter. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../server/src/lints/language.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { readConfig } from "../server/src/syntax/config.ts";

function messages(...files: readonly (readonly [uri: string, text: string])[]): readonly string[] {
  const hits = languageHits(modelOf(files.map(([uri, text]) => readConfig(uri, text))), readReleaseInUse("3.2"));
  return hits.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

describe("messages", () => {
  const backend = "backend be\n    mode http\n";

  test("name the other file where a name was taken in another file", () => {
    expect(messages(["file:///etc/a.cfg", backend], ["file:///etc/b.cfg", backend])).toEqual([
      'backend "be" has the same name as the backend in line 1 of a.cfg',
    ]);
    expect(messages(["file:///etc/a.cfg", `${backend}${backend}`])).toEqual(['backend "be" has the same name as the backend in line 1']);
  });

  test("suggest log-format aliases as they are written", () => {
    const [message] = messages(["a.cfg", `${backend}    http-request set-header x %cii\n`]);
    expect(message).toBe('"%cii" is no log-format alias; did you mean "%ci"?');
  });

  test("say what is expected without the grammar's own notation", () => {
    const [message] = messages(["a.cfg", `${backend}    http-request cache-use\n`]);
    expect(message).toBe('"cache-use" expects a name behind it');
  });

  test("show the word that is no expression at all", () => {
    const [message] = messages(["a.cfg", `${backend}    http-request set-var(txn.x) ,lower\n`]);
    expect(message).toBe('",lower" is no sample expression');
  });
});
