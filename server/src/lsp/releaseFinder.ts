/** Gathers what is said of the release in use, source by source, and keeps the slow answers. */
import { execFile } from "node:child_process";
import { imageClaim } from "../host/files.ts";
import { statedRelease } from "../model/directives.ts";
import { type ReleaseClaim, releaseInBanner } from "../model/releaseInUse.ts";
import type { ConfigFile } from "../syntax/config.ts";
import type { OpenDocument } from "./openDocument.ts";
import type { Settings } from "./settings.ts";

/** What a connection knows of its client. */
export interface Circumstances {
  settingsFor(uri: string): Promise<Settings>;
  /** Path of the workspace folder that holds a document. */
  rootOf(uri: string): string | undefined;
  /** The user trusts the workspace. */
  trusted(): boolean;
  trust(): void;
  /** Takes settings that the client pushed. */
  settingsChanged(settings: unknown): void;
  /** Workspace folders came and went. */
  foldersChanged(added: readonly string[], removed: readonly string[]): void;
  /** Writes into the client's log, once for each text. */
  tell(text: string, how?: "info" | "warn"): void;
  /** Tells the user of reading that takes time; undefined where the client shows no progress. */
  progress(title: string, steps: number): Progress | undefined;
  /** Settings that a slow client sent after we had gone on without them. */
  onLateSettings(listener: () => void): void;
}

export interface Progress {
  step(): void;
  done(): void;
}

const binaryTimeout = 3000;

export class ReleaseFinder {
  private readonly circumstances: Circumstances;
  private readonly images = new Map<string, Promise<ReleaseClaim | undefined>>();
  private readonly binaries = new Map<string, Promise<string | undefined>>();

  constructor(circumstances: Circumstances) {
    this.circumstances = circumstances;
  }

  /** Slow sources are asked only when no faster one has answered. `files`: all of the configuration. */
  async claimsFor(open: OpenDocument, files: readonly ConfigFile[]): Promise<readonly ReleaseClaim[]> {
    for (const file of files) {
      const stated = statedRelease(file);
      if (stated !== undefined) return [{ source: "comment", text: stated.text }];
    }
    if (open.settings.release.trim() !== "") return [{ source: "setting", text: open.settings.release }];
    const place = open.set?.files[0] ?? open.path;
    const image = place === undefined ? undefined : await this.imageBeside(open.uri, place);
    if (image !== undefined) return [image];
    if (!open.settings.askForRelease || !this.circumstances.trusted()) return [];
    const text = await this.askBinary(open.settings.haproxyPath);
    return text === undefined ? [] : [{ source: "binary", text, file: open.settings.haproxyPath }];
  }

  /** Files changed on disk: manifests are read again when next asked for. */
  forgetFiles(): void {
    this.images.clear();
  }

  private imageBeside(uri: string, path: string): Promise<ReleaseClaim | undefined> {
    const known = this.images.get(path);
    if (known !== undefined) return known;
    const asked = imageClaim(path, this.circumstances.rootOf(uri));
    this.images.set(path, asked);
    return asked;
  }

  /** Runs `haproxy -v`, no shell, no input, bounded in time and output. */
  private askBinary(path: string): Promise<string | undefined> {
    const known = this.binaries.get(path);
    if (known !== undefined) return known;
    const asked = new Promise<string | undefined>((resolve) => {
      execFile(path, ["-v"], { timeout: binaryTimeout, maxBuffer: 64 * 1024, windowsHide: true }, (error, output) => {
        resolve(error ? undefined : releaseInBanner(output));
      });
    });
    this.binaries.set(path, asked);
    return asked;
  }
}
