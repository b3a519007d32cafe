/** What our own client shows of a document's release: which one, who says so, and the configuration or crash that it belongs to. */
import { crashInShort } from "../../features/log/lenses.ts";
import { releaseName } from "../../knowledge/release.ts";
import type { ConfigurationState, ReleaseState } from "../protocol.ts";
import { diagnosesOf } from "./logDocuments.ts";
import type { OpenDocument } from "./openDocument.ts";
import type { Session } from "./session.ts";

export function releaseStateOf(session: Session, open: OpenDocument): ReleaseState {
  const { release, claim, assumedNewest, problem } = open.release;
  const configuration = configurationOf(session, open);
  const diagnoses = diagnosesOf(session, open);
  const [first] = diagnoses;
  const crash = { ...(open.kind === "log" && { crashes: diagnoses.length }), ...(first && { crash: crashInShort(first) }) };
  const logged = diagnoses.find(({ incident }) => incident.release !== undefined)?.incident.release;
  if (logged !== undefined) return { uri: open.uri, release: releaseName(logged.release), source: "log", text: logged.text, ...crash };
  return {
    uri: open.uri,
    assumedNewest,
    ...crash,
    ...(release && { release: releaseName(release) }),
    ...(claim && { source: claim.source, text: claim.text }),
    ...(claim?.file !== undefined && { file: claim.file }),
    ...(problem && { problem }),
    ...(configuration && { configuration }),
  };
}

/** Of which files, and who says so; undefined where a document stands alone. */
function configurationOf(session: Session, open: OpenDocument): ConfigurationState | undefined {
  if (open.set === undefined) return undefined;
  const { name, source, manifest, missing } = open.set;
  const files = session.filesOf(open).map(({ uri }) => uri);
  return { name, source, ...(manifest !== undefined && { manifest }), files, missing };
}
