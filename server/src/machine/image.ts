/** Names of HAProxy's container images. */

const image = /(?:^|\/)haproxy(?:-(?:alpine|debian|ubuntu|ubi|suse|photon))?(?::([\w.-]+))?(?:@sha256:\w+)?$/;

/** Whether an image is HAProxy's, and its tag. */
export function haproxyImage(name: string): { readonly tag: string | undefined } | undefined {
  const match = image.exec(name);
  return match === null ? undefined : { tag: match[1] };
}
