/** The items of two lists; most lists of findings are empty, and then the other one is taken as it is. */
export function both<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  if (other.length === 0) return one;
  return one.length === 0 ? other : [...one, ...other];
}
