import { readFileSync } from "node:fs";
import { languageHits } from "./server/src/lints/language.ts";
import { modelOf } from "./server/src/model/model.ts";
import { readConfig } from "./server/src/syntax/config.ts";
import { readReleaseInUse } from "./server/src/model/releaseInUse.ts";
import { verdictsOf } from "./test/support/realHaproxy.ts";
const texts = readFileSync(0, "utf8").split(/^@@.*\n/m).filter(Boolean);
const branches = (process.argv[2] ?? "3.4").split(",");
for (const b of branches) {
  const vs = await verdictsOf(b, texts);
  texts.forEach((t, i) => {
    const hits = languageHits(modelOf([readConfig("x", t)]), readReleaseInUse(b));
    console.log(`--- [${b}] ${i}: ${vs[i].state}`);
    for (const m of vs[i].messages) console.log(`   HAP ${m.level} ${m.line}: ${m.text.slice(0, 200)}`);
    for (const h of hits) console.log(`   OUR ${h.severity} ${h.line + 1}:${h.span.start}-${h.span.end} ${h.code}: ${h.message}`);
  });
}
