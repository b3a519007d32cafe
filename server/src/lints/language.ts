/** All findings on the language itself: lines, words, names, proxies. */
import type { Release } from "../knowledge/release.ts";
import { asRead } from "../model/macros/asRead.ts";
import type { Model } from "../model/model.ts";
import { globalStatements, startsWith } from "../model/statement.ts";
import { gathered } from "../syntax/stretches.ts";
import type { Hit } from "./hit.ts";
import { duplicateNameHits, duplicateSectionHits, duplicateTableHits } from "./lines/duplicates.ts";
import { forwardedHits } from "./lines/forwarded.ts";
import { lastLine, lineHits } from "./lines/lines.ts";
import { neverHoldsHits } from "./lines/neverHolds.ts";
import { orderHits } from "./lines/order.ts";
import { patternHits } from "./lines/patterns.ts";
import { securityHits, unverifiedServerHits } from "./lines/security.ts";
import { behindInheritedHits, unreachableHits } from "./lines/unreachable.ts";
import { unusedAclHits } from "./lines/unusedAcls.ts";
import { excusableHits, firmHits } from "./lines/words.ts";
import { luaLoadHits } from "./lua/loads.ts";
import { luaNameHits } from "./lua/names.ts";
import { asGuarded, macroHits } from "./macros.ts";
import { forOutline, forProxies, forSections, forStretches } from "./memory.ts";
import { balancedHits } from "./proxies/balanced.ts";
import { captureIdHits } from "./proxies/captureIds.ts";
import { checkStepHits, healthcheckHits } from "./proxies/checkSteps.ts";
import { filterHits } from "./proxies/filters.ts";
import { listenerNeedHits } from "./proxies/listenerNeeds.ts";
import { logBackendHits } from "./proxies/logBackends.ts";
import { modeSoFarHits, quicDefaultsHits } from "./proxies/modeSoFar.ts";
import { muxHits } from "./proxies/muxes.ts";
import { overruledHits } from "./proxies/overruled.ts";
import { proxyHits } from "./proxies/proxies.ts";
import { proxyNeedHits } from "./proxies/proxyNeeds.ts";
import { quicLibraryHits } from "./proxies/quicLibrary.ts";
import { repeatHits } from "./proxies/repeats.ts";
import { serverPartHits } from "./proxies/serverParts.ts";
import { serverTrustHits } from "./proxies/serverTrust.ts";
import { statsPageHits } from "./proxies/statsPage.ts";
import { tlsVersionHits } from "./proxies/tlsVersions.ts";
import { surroundingsOf } from "./surroundings.ts";
import { authGroupHits } from "./whole/authGroups.ts";
import { asBuilt } from "./whole/built.ts";
import { counterHits } from "./whole/counters.ts";
import { defaultsHits } from "./whole/defaults.ts";
import { duplicateProxyHits } from "./whole/duplicateProxies.ts";
import { asEnterprise } from "./whole/enterprise.ts";
import { errorFileHits } from "./whole/errorFiles.ts";
import { checkCommandHits, forkHits, globalNeedHits } from "./whole/globalNeeds.ts";
import { inheritanceHits } from "./whole/inheritance.ts";
import { keyTypeHits } from "./whole/keyTypes.ts";
import { proxyIdHits } from "./whole/proxyIds.ts";
import { referenceHits } from "./whole/references.ts";
import { sectionNeedHits } from "./whole/sectionNeeds.ts";
import { storedCertificateHits } from "./whole/storedCertificates.ts";
import { expireHits, storedDataHits } from "./whole/storedData.ts";
import { uninheritedHits, unusedSectionHits } from "./whole/unusedSections.ts";
import { writeToHits } from "./whole/writeTo.ts";

/** Of sections as they are written, lines behind `.if` included. */
const written = forStretches([forSections([lineHits, patternHits, unusedAclHits], [])]);
const firm = forSections(
  [firmHits, neverHoldsHits],
  [orderHits, duplicateNameHits, unreachableHits, securityHits, healthcheckHits, forwardedHits],
);
/** Of sections as the release reads them. */
const read = forStretches([firm]);
/** With what `expose-deprecated-directives` ends. */
const readExcusable = forStretches([firm, forSections([excusableHits], [])]);
const ofProxies = forProxies([
  proxyNeedHits,
  quicLibraryHits,
  logBackendHits,
  serverTrustHits,
  serverPartHits,
  listenerNeedHits,
  tlsVersionHits,
  filterHits,
  checkStepHits,
  captureIdHits,
  overruledHits,
  muxHits,
  unverifiedServerHits,
  forkHits,
  checkCommandHits,
  repeatHits,
  modeSoFarHits,
  balancedHits,
]);

const ofOutline = forOutline([inheritanceHits, defaultsHits, duplicateSectionHits, duplicateProxyHits, quicDefaultsHits]);
const ofWrittenOutline = forOutline([uninheritedHits]);

/** Findings in the order of the files. */
export function languageHits(whole: Model, release: Release | undefined): readonly Hit[] {
  const branch = release?.branch;
  const reading = asRead(whole, release);
  const { model } = reading;
  const exposed = deprecatedExposed(model);
  const around = surroundingsOf(model, release);
  const found = [
    macroHits(reading),
    whole.files.flatMap(lastLine),
    gathered(whole.files, (stretch) => written(stretch, whole, branch)),
    gathered(model.files, (stretch) => (exposed ? read : readExcusable)(stretch, model, branch)),
    ...model.proxyLists.map((proxies) => ofProxies(proxies, around)),
    ...modelHits(model, branch),
    unusedSectionHits(whole, branch),
    ofOutline(model, branch),
    ofWrittenOutline(whole, branch),
    globalNeedHits(model, branch, () => asRead(whole, release, "bare").model),
  ];
  return asEnterprise(asBuilt(asGuarded(found.flat(), reading), release), model);
}

/** What several statements or sections show together. */
function modelHits(model: Model, branch: string | undefined): readonly (readonly Hit[])[] {
  return [
    referenceHits(model, branch),
    proxyHits(model),
    proxyIdHits(model),
    authGroupHits(model, branch),
    keyTypeHits(model, branch),
    sectionNeedHits(model, branch),
    counterHits(model, branch),
    behindInheritedHits(model, branch),
    storedDataHits(model, branch),
    duplicateTableHits(model),
    expireHits(model),
    errorFileHits(model),
    writeToHits(model),
    statsPageHits(model),
    storedCertificateHits(model, branch),
    luaLoadHits(model),
    luaNameHits(model, branch),
  ];
}

/** With this word in the global section HAProxy takes some deprecated ones without a word. */
function deprecatedExposed(model: Model): boolean {
  return globalStatements(model.files).some((at) => startsWith(at, "expose-deprecated-directives"));
}
