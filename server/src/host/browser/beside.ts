/** Files that lie beside the server's bundle, in a worker: who asks waits for them, as for a module. */

interface Answer {
  readonly status: number;
  readonly response: unknown;
  responseType: "text" | "arraybuffer";
  open(method: "GET", url: string, later: false): void;
  send(): void;
}
declare const XMLHttpRequest: new () => Answer;

/** `file`: its path from the folder of the bundle. */
export function textBeside(file: string): string {
  return answer(file, "text") as string;
}

export function bytesBeside(file: string): Uint8Array {
  return new Uint8Array(answer(file, "arraybuffer") as ArrayBuffer);
}

function answer(file: string, form: Answer["responseType"]): unknown {
  const { haproxySleuthResources: folder = "" } = globalThis as { readonly haproxySleuthResources?: string };
  const request = new XMLHttpRequest();
  request.open("GET", `${folder}/${file}`, false);
  request.responseType = form;
  request.send();
  if (request.status >= 400) throw new Error(`${file}: ${request.status}`);
  return request.response;
}
