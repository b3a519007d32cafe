/** Memory for what is worked out of objects, kept as long as they live. */

/** How many places are taken in each sort of objects that remember. */
const taken: number[] = [];

/** A sort of objects that remember: each keeps room only for what is worked out of its like. */
export function newSort(): number {
  return taken.push(0) - 1;
}

/** An object with room for what others work out from it: thousands of entries in WeakMaps cost the garbage collector dear. */
export class Remembering {
  readonly #sort: number;
  #values: unknown[] | undefined;

  constructor(sort: number) {
    this.#sort = sort;
  }

  /** The sort of an object, undefined for one without room. */
  static sortOf(key: object): number | undefined {
    return #sort in key ? key.#sort : undefined;
  }

  static recall(key: object, slot: number): unknown {
    return (key as Remembering).#values?.[slot];
  }

  static remember(key: object, slot: number, value: unknown): void {
    const self = key as Remembering;
    self.#values ??= new Array<unknown>(taken[self.#sort] as number).fill(undefined);
    while (self.#values.length <= slot) self.#values.push(undefined);
    self.#values[slot] = value;
  }
}

/** A value for each object, which does not keep the object alive. Objects of other kinds are kept in a WeakMap. */
export class Memory<K extends object, V> {
  /** Where the value stands in the objects of each sort that has one. */
  private readonly slots: (number | undefined)[] = [];
  private readonly others = new WeakMap<K, V>();

  get(key: K): V | undefined {
    const sort = Remembering.sortOf(key);
    if (sort === undefined) return this.others.get(key);
    const slot = this.slots[sort];
    return slot === undefined ? undefined : (Remembering.recall(key, slot) as V | undefined);
  }

  set(key: K, value: V): void {
    const sort = Remembering.sortOf(key);
    if (sort === undefined) this.others.set(key, value);
    else Remembering.remember(key, this.slotIn(sort), value);
  }

  private slotIn(sort: number): number {
    while (this.slots.length <= sort) this.slots.push(undefined);
    let slot = this.slots[sort];
    if (slot === undefined) {
      slot = taken[sort] ?? 0;
      taken[sort] = slot + 1;
      this.slots[sort] = slot;
    }
    return slot;
  }
}
