/** Memory for what is worked out of objects, kept as long as they live. */

/** An object with room for what others work out from it: thousands of entries in WeakMaps cost the garbage collector dear. */
export class Remembering {
  #values: unknown[] | undefined;

  static has(key: object): key is Remembering {
    return #values in key;
  }

  static recall(key: Remembering, slot: number): unknown {
    return key.#values?.[slot];
  }

  static remember(key: Remembering, slot: number, value: unknown): void {
    key.#values ??= new Array<unknown>(slots).fill(undefined);
    while (key.#values.length <= slot) key.#values.push(undefined);
    key.#values[slot] = value;
  }
}

let slots = 0;

/** A value for each object, which does not keep the object alive. Objects of other kinds are kept in a WeakMap. */
export class Memory<K extends object, V> {
  private readonly slot = slots++;
  private readonly others = new WeakMap<K, V>();

  get(key: K): V | undefined {
    return Remembering.has(key) ? (Remembering.recall(key, this.slot) as V | undefined) : this.others.get(key);
  }

  set(key: K, value: V): void {
    if (Remembering.has(key)) Remembering.remember(key, this.slot, value);
    else this.others.set(key, value);
  }
}
