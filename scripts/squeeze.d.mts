/** Types for the tests. */
export function squeezed(text: string): Buffer;
