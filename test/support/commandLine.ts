/** Runs the command line inside the test's own process. */
import { run } from "../../server/src/cli/run.ts";

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function runCli(args: readonly string[], stdin: string | Uint8Array = ""): Promise<Ended> {
  let out = "";
  let err = "";
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: async function* () {
      yield typeof stdin === "string" ? Buffer.from(stdin) : stdin;
    },
  });
  return { code, out, err };
}
