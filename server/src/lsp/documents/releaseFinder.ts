/** Gathers what is said of the release in use, source by source, and keeps the slow answers. */
import { askRelease } from "../../host/banner.ts";
import { imageClaim } from "../../host/files.ts";
import { statedRelease } from "../../model/directives.ts";
import type { ReleaseClaim } from "../../model/releaseInUse.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Circumstances } from "../connection/circumstances.ts";
import type { OpenDocument } from "./openDocument.ts";

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

  private askBinary(program: string): Promise<string | undefined> {
    const known = this.binaries.get(program);
    if (known !== undefined) return known;
    const asked = askRelease(program);
    this.binaries.set(program, asked);
    return asked;
  }
}
