/** Lists the advisories whose page or translation is not written yet: what is missing, which kind of page is due, the file. */
import { isFullPageDue, missingOf, readAdvisories } from "./compileAdvisories.ts";

for (const written of readAdvisories()) {
  const missing = missingOf(written);
  if (missing !== undefined) console.log(`${missing.padEnd(5)} ${isFullPageDue(written.head) ? "full " : "short"} ${written.file}`);
}
