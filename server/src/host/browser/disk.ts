/** `node:fs` in a browser, as far as we use it: there is nothing to remove, and nothing to ask for rights on. */
export const constants = { X_OK: 1 } as const;

export function rmSync(): void {}
