/** What the global section, and Lua, say to all proxies alike. */
import * as l10n from "@vscode/l10n";
import { featureIn } from "../knowledge/buildFeatures.ts";
import type { Release } from "../knowledge/release.ts";
import type { Model } from "../model/model.ts";
import { globalStatements, type PlacedStatement, startsWith, wordOf } from "../model/statement.ts";
import { plain } from "../syntax/plain.ts";
import { recalled } from "../syntax/recalled.ts";

export interface Surroundings {
  readonly branch: string | undefined;
  /** First words of the statements of all global sections, be they behind `.if`. */
  readonly said: readonly string[];
  /** `ssl-server-verify` asks servers for no certificate. */
  readonly trusting: boolean;
  /** What `ssl-default-bind-options` says of versions of TLS; undefined where `.if` leaves it open. */
  readonly bindVersions: Versions | undefined;
  readonly luaLoaded: boolean;
  /** Whether the build has QUIC, and only its limited form; undefined where nobody said. */
  readonly quic?: boolean | undefined;
  readonly limitedQuic?: boolean | undefined;
}

/** Versions of TLS that are shut out one by one, and words that give a range of them. */
export interface Versions {
  readonly single?: string | undefined;
  readonly range?: string | undefined;
}

const single = /^no-(?:sslv3|tlsv1[0-3])$/;
const range = /^(?:ssl-(?:min|max)-ver|force-(?:sslv3|tlsv1[0-3]))$/;

export function versionsIn(statements: readonly PlacedStatement[]): Versions {
  const words = statements.flatMap(({ statement }) => statement.words.map(({ value }) => value));
  return { single: words.find((word) => single.test(word)), range: words.find((word) => range.test(word)) };
}

/** HAProxy reads only one of the two ways to name versions. */
export function besideRange(one: string, range: string): string {
  return l10n.t('HAProxy ignores "{0}" next to "{1}": give the range with "ssl-min-ver" and "ssl-max-ver" only', plain(one), plain(range));
}

/** Equal surroundings are one object, so that what was found in them stays as long as they do. */
export function surroundingsOf(model: Model, release: Release | undefined): Surroundings {
  const statements = globalStatements(model.files);
  const options = statements.filter((at) => startsWith(at, "ssl-default-bind-options"));
  const found: Surroundings = {
    branch: release?.branch,
    said: [...new Set(statements.map((at) => wordOf(at, 0)))],
    trusting: statements.some((at) => startsWith(at, "ssl-server-verify") && wordOf(at, 1) !== "required"),
    bindVersions: options.some(({ statement }) => statement.conditional) ? undefined : versionsIn(options),
    luaLoaded: model.lua.loads.length > 0,
    quic: featureIn(release, "QUIC"),
    limitedQuic: featureIn(release, "QUIC_OPENSSL_COMPAT"),
  };
  return canonical(JSON.stringify(found));
}

/** A global section has a few hundred characters of first words. */
const longest = 20_000;
const canonical = recalled((text) => JSON.parse(text) as Surroundings, longest);
