/** Lists of a few items, put together without the garbage that a list leaves behind as it grows. */

const none: readonly never[] = [];

/** Room that is used again for each list; nothing of a list taken stays in it. */
export class Gathering<T> {
  private readonly room: (T | undefined)[] = [];
  private count = 0;

  add(item: T): void {
    this.room[this.count++] = item;
  }

  addAll(items: readonly T[]): void {
    for (let i = 0; i < items.length; i++) this.room[this.count++] = items[i];
  }

  /** Forgets what nobody took, as after a failure. */
  clear(): void {
    if (this.count > 0) this.take();
  }

  /** What was gathered, in a list of its own; empty ones are shared. */
  take(): readonly T[] {
    if (this.count === 0) return none;
    const list = this.room.slice(0, this.count) as T[];
    this.room.fill(undefined, 0, this.count);
    this.count = 0;
    return list;
  }
}
