// What the TypeScript side of the tests asks of places.mjs.
export const setupStamp: string;
export function findChromium(): string | undefined;
