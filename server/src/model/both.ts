/** The items of two lists, in a new one only where both have any: one that is empty makes no garbage. */
export function both<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  if (other.length === 0) return one;
  return one.length === 0 ? other : [...one, ...other];
}
