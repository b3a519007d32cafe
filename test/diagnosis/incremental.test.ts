/** What an edit leaves alone is not asked again: the answers must be those of a fresh reading all the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { exposuresOf } from "../../server/src/diagnosis/exposure.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { type ConfigFile, readConfig } from "../../server/src/syntax/config.ts";

const release = releaseOf("3.0.2");
const start = [
  ["global", " nbthread 4"],
  ["defaults", " mode http", " timeout client 1m", " balance hdr(host)"],
  ["frontend f", " bind :80", " default_backend b"],
  ["backend b", " server s1 192.0.2.1:80"],
  ["backend c", " server s2 192.0.2.2:80"],
  ["listen l", " bind :8080", " server s3 192.0.2.3:80"],
];
/** Statements that conditions of the catalogue ask for. */
const statements = [
  " bind :443 ssl crt a.pem alpn h2,http/1.1",
  " bind quic4@:443 ssl crt a.pem",
  " server s9 192.0.2.9:80 check send-proxy-v2",
  " stick-table type ip size 1m expire 30s store http_req_rate(10s)",
  " stick-table type string size 1m store server_key",
  " http-request track-sc0 src",
  " http-request track-sc0 src table b",
  " stick on src table c",
  " mode tcp",
  " http-reuse never",
  " balance leastconn",
  " balance hdr(host)",
  " http-request set-var(txn.a) req.hdr(host),bytes(1,2)",
  " http-request cache-use x",
  " filter compression",
  " option httpchk",
  " tune.bufsize 65536",
  " lua-load a.lua",
];
/** Lines kept free in each section, so that an edit of them leaves all others where they stand. */
const slots = 3;
/** `added` lines are put in at the end of the section, so that all below moves; fewer than none are taken out. */
const edit = fc.record({
  section: fc.nat(63),
  slot: fc.nat(slots - 1),
  statement: fc.constantFrom("", ...statements),
  added: fc.constantFrom(0, 0, 1, 2, -1),
});

/** The table of one proxy is tracked by another one that is edited later. */
const tableThenTrack = [
  { section: 3, slot: 0, statement: " stick-table type string size 1m expire 1m store http_req_rate(10s)", added: 0 },
  { section: 2, slot: 0, statement: " http-request track-sc0 req.hdr(host) table b", added: 0 },
];

/** So many places that nobody asks the proxies behind them. */
const many = Array.from({ length: 60 }, (_, i) => [
  `backend many${i}`,
  ` server s 192.0.2.${i}:80 check${i % 7 === 0 ? " ssl verify none sni str(a)" : ""}`,
  " stick-table type ip size 1k store http_req_rate(10s)",
]);

test.each([
  ["few proxies", start, 80],
  ["many proxies", [...start.slice(0, 3), ...many, ...start.slice(3)], 30],
])(
  "answers after edits are those of a fresh reading: %s",
  (_, before, runs) => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        const sections = before.map((lines) => [...lines, ...Array.from({ length: slots }, () => "")]);
        let file = readConfig("h.cfg", textOf(sections));
        answers(file);
        for (const { section, slot, statement, added } of edits) {
          const lines = sections[section % sections.length] as string[];
          const written = before[section % sections.length]?.length ?? 0;
          lines[written + slot] = statement;
          if (added > 0) lines.push(...Array.from({ length: added }, () => ""));
          else if (lines.length > written + slots) lines.length += added;
          const text = textOf(sections);
          file = readConfig("h.cfg", text, file);
          const incremental = answers(file);
          answers(readConfig("other.cfg", "global\n"));
          expect(incremental).toEqual(answers(readConfig("h.cfg", text)));
          // back to what was edited, so that the next edit finds it asked last
          answers(file);
        }
      }),
      { numRuns: runs, examples: [[tableThenTrack]] },
    );
  },
  120_000,
);

test("answers are those of a fresh reading where a proxy takes over other defaults", () => {
  const textWith = (name: string, calls: string) =>
    textOf([["global"], ["defaults d1", " mode http", calls], ["defaults d2", " mode http"], [`frontend f from ${name}`, " bind :80"]]);
  const names = ["d1", "d", "d2"];
  const told = statements
    .slice(5, 7)
    .concat(statements.filter((calls) => calls.includes("req.hdr")))
    .map((calls) => {
      const found = names.map((name) => answers(readConfig("h.cfg", textWith(name, calls))));
      for (const [i, before] of names.entries())
        for (const [k, after] of names.entries()) {
          const file = readConfig("h.cfg", textWith(before, calls));
          expect(answers(file)).toEqual(found[i]);
          expect(answers(readConfig("h.cfg", textWith(after, calls), file))).toEqual(found[k]);
        }
      return found[0]?.join() === found[2]?.join();
    });
  // what is inherited makes a difference
  expect(told).toContain(false);
});

function textOf(sections: readonly (readonly string[])[]): string {
  return `${sections.map((lines) => lines.join("\n")).join("\n")}\n`;
}

function answers(file: ConfigFile): readonly string[] {
  return exposuresOf(modelOf([file]), release).map(({ advisory, state, statements: at }) =>
    [advisory.id, state, ...at.map(({ lineNumber }) => lineNumber)].join(" "),
  );
}
