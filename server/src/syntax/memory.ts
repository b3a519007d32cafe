/** Memory for what is worked out of objects, kept as long as they live. */

/** An object with room for what others work out from it: thousands of entries in WeakMaps cost the garbage collector dear. */
export class Remembering {
  #values: unknown[] | undefined;

  /** What was kept in the object; nothing of an object without room. */
  static valuesOf(key: object): readonly unknown[] | undefined {
    return #values in key ? key.#values : undefined;
  }

  /** False where the object has no room. */
  static remember(key: object, slot: number, value: unknown): boolean {
    if (!(#values in key)) return false;
    key.#values ??= new Array<unknown>(slots).fill(undefined);
    while (key.#values.length <= slot) key.#values.push(undefined);
    key.#values[slot] = value;
    return true;
  }
}

let slots = 0;

/** A value for each object, which does not keep the object alive. Objects of other kinds are kept in a WeakMap. */
export class Memory<K extends object, V> {
  private readonly slot = slots++;
  private readonly others = new WeakMap<K, V>();

  get(key: K): V | undefined {
    const values = Remembering.valuesOf(key);
    return values === undefined ? this.others.get(key) : (values[this.slot] as V | undefined);
  }

  set(key: K, value: V): void {
    if (!Remembering.remember(key, this.slot, value)) this.others.set(key, value);
  }
}
