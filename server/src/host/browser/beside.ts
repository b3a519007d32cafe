/** Texts that lie beside the server's bundle, in a worker: who asks waits for them, as for a module. */

interface Answer {
  readonly status: number;
  readonly responseText: string;
  open(method: "GET", url: string, later: false): void;
  send(): void;
}
declare const XMLHttpRequest: new () => Answer;

/** `file`: its path from the folder of the bundle. */
export function textBeside(file: string): string {
  const { haproxySleuthResources: folder = "" } = globalThis as { readonly haproxySleuthResources?: string };
  const request = new XMLHttpRequest();
  request.open("GET", `${folder}/${file}`, false);
  request.send();
  if (request.status >= 400) throw new Error(`${file}: ${request.status}`);
  return request.responseText;
}
