// Each picture: what is shown, and which part of the window.
import { type Clip, waitFor } from "../suite/ui.ts";
import { configuration, pause, run } from "./arrange.ts";
import * as config from "./configScenes.ts";
import * as log from "./logScenes.ts";
import { gateway, palette } from "./texts.ts";

export interface Picture {
  readonly name: string;
  readonly clip?: Clip;
  /** Taken in high contrast too: it has colours of its own. */
  readonly contrast?: true;
  arrange(): Promise<void>;
}

const upper = (height: number): Clip => ({ x: 0, y: 35, width: 1280, height });

export const pictures: readonly Picture[] = [
  { name: "config-exposure", clip: upper(745), contrast: true, arrange: config.configWithReport },
  { name: "completion", clip: upper(560), arrange: () => config.completing("http-request redirect", "http-request set-") },
  {
    name: "completion-values",
    clip: upper(560),
    arrange: () => config.completing("http-request redirect", "http-request set-var(txn.a) req.h"),
  },
  { name: "signature", clip: upper(400), arrange: config.signature },
  { name: "hover", clip: upper(600), contrast: true, arrange: () => config.hoverOn(gateway, "stick-table type") },
  { name: "hover-fetch", clip: upper(745), arrange: () => config.hoverOn(gateway, "sc_http_req_rate") },
  { name: "hover-name", clip: upper(745), arrange: () => config.hoverOn(gateway, "shop\n") },
  { name: "hover-setting", clip: upper(745), arrange: () => config.hoverOn(gateway, "timeout client") },
  { name: "hover-section", clip: upper(745), arrange: () => config.hoverOn(gateway, "frontend www") },
  { name: "hover-bind", clip: upper(745), arrange: () => config.hoverOn(gateway, "alpn h2") },
  { name: "colours", clip: upper(745), contrast: true, arrange: async () => void (await configuration(palette)) },
  { name: "inlay-hints", clip: upper(745), arrange: config.inlayHints },
  { name: "traffic-map", clip: upper(620), contrast: true, arrange: config.trafficMap },
  { name: "exposure-report", clip: upper(745), arrange: config.report },
  { name: "comparison", clip: upper(745), arrange: config.comparison },
  { name: "problems", arrange: config.problems },
  { name: "quick-fix", clip: upper(600), arrange: config.quickFix },
  { name: "call-hierarchy", clip: upper(600), arrange: config.callHierarchy },
  { name: "references", clip: upper(600), arrange: config.references },
  { name: "pick-release", clip: { x: 0, y: 0, width: 1280, height: 500 }, arrange: config.pickRelease },
  { name: "validation", arrange: config.validation },
  { name: "rename", clip: upper(400), arrange: config.rename },
  { name: "lua", clip: upper(745), arrange: config.luaScript },
  { name: "log-watchdog", clip: upper(620), contrast: true, arrange: log.watchdog },
  { name: "log-unexplained", clip: upper(745), arrange: log.unexplained },
  { name: "log-pool", clip: upper(620), arrange: log.poolReport },
  { name: "log-field", clip: upper(620), arrange: log.fieldHover },
  { name: "log-explanation", arrange: log.logExplanation },
  { name: "config-explanation", arrange: config.configExplanation },
  { name: "outline", clip: upper(745), arrange: config.outline },
  { name: "status", arrange: config.status },
  { name: "settings", arrange: settings },
  ...["open", "release", "exposure", "log", "map", "validate"].map((step) => ({
    name: `walkthrough-${step}`,
    arrange: () => walkthrough(step),
  })),
];

async function walkthrough(step: string): Promise<void> {
  const category = "haproxy-sleuth.haproxy-sleuth#start";
  await run("workbench.action.openWalkthrough", { category, step }, false);
  await pause(1500);
}

async function settings(): Promise<void> {
  await run("workbench.action.openSettings", "@ext:haproxy-sleuth.haproxy-sleuth");
  await waitFor(".settings-editor .setting-item");
  await pause(1000);
}
