/** What findings say, where the words themselves matter. */
import { describe, expect, test } from "vitest";
import { languageHits } from "../server/src/lints/language.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { readConfig } from "../server/src/syntax/config.ts";

function messages(...files: readonly (readonly [uri: string, text: string])[]): readonly string[] {
  return messagesOf("3.2", ...files);
}

function messagesOf(release: string, ...files: readonly (readonly [uri: string, text: string])[]): readonly string[] {
  const hits = languageHits(modelOf(files.map(([uri, text]) => readConfig(uri, text))), readReleaseInUse(release));
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

  test("suggest the word that was meant among those that could stand there", () => {
    expect(messages(["a.cfg", `${backend}    balance leastcon\n`])).toEqual(['"leastcon" does not fit here; did you mean "leastconn"?']);
    const [far] = messages(["a.cfg", `${backend}    balance other\n`]);
    expect(far).toMatch(/^"other" does not fit here: expected "roundrobin", /);
  });

  test("suggest criteria where a condition stands, and nowhere else", () => {
    expect(messages(["a.cfg", `${backend}    http-request deny if { path_begin /x }\n`])).toEqual([
      '"path_begin" is no sample fetch; did you mean "path_beg"?',
    ]);
    expect(messages(["a.cfg", `${backend}    http-request set-var(txn.x) path_begin\n`])).toEqual(['"path_begin" is no sample fetch']);
  });

  test("say what is expected without the grammar's own notation", () => {
    const [message] = messages(["a.cfg", `${backend}    http-request cache-use\n`]);
    expect(message).toBe('"cache-use" expects a name behind it');
  });

  test("name the last branch that knew a section", () => {
    const program = "program api\n    command /bin/api\n";
    expect(messagesOf("3.3", ["a.cfg", program])[0]).toBe('"program" is gone: 3.2 was the last branch that knew it here');
    const needed = '"program" is deprecated: it needs "expose-deprecated-directives" in the global section';
    expect(messagesOf("3.2", ["a.cfg", program])).toEqual([needed]);
    expect(messagesOf("3.2", ["a.cfg", `global\n    expose-deprecated-directives\n${program}`])).toEqual([]);
    expect(messagesOf("3.0", ["a.cfg", program])).toEqual([]);
  });

  test("tell of variables outside of double quotes, and of addresses of the web", () => {
    expect(messages(["a.cfg", `${backend}frontend f\n    default_backend be_$SITE\n`])).toEqual([
      'no backend "be_$SITE" in this configuration: variables are replaced between double quotes only',
    ]);
    expect(messages(["a.cfg", `${backend}    server a http://192.0.2.1:80\n`])).toEqual([
      '"http://192.0.2.1:80" is no address: leave out the scheme, and give host and port',
    ]);
  });

  test("show the word that is no expression at all", () => {
    const [message] = messages(["a.cfg", `${backend}    http-request set-var(txn.x) ,lower\n`]);
    expect(message).toBe('",lower" is no sample expression');
  });
});
