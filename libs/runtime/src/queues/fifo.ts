/** So many empty places are kept at most before the rest is moved to the front. */
const TAKEN_MAX = 1024;

/** First in, first out; taking one costs the same however many wait. */
export class Fifo<Item> {
  private items: (Item | undefined)[] = [];
  private taken = 0;

  get length(): number {
    return this.items.length - this.taken;
  }

  push(...items: readonly Item[]): void {
    for (const item of items) this.items.push(item);
  }

  shift(): Item | undefined {
    if (this.length === 0) return undefined;
    const item = this.items[this.taken];
    // what is done with must not live on here: measured, the collector moved it about for nothing
    this.items[this.taken++] = undefined;
    if (this.length === 0) this.clear();
    else if (this.taken > TAKEN_MAX && this.taken * 2 > this.items.length) this.keep(() => true);
    return item;
  }

  unshift(items: readonly Item[]): void {
    this.items = [...items, ...this.waiting];
    this.taken = 0;
  }

  /** Takes out, and gives, those that `leaves` says. */
  takeOut(leaves: (item: Item) => boolean): readonly Item[] {
    const out = this.waiting.filter(leaves);
    if (out.length > 0) this.keep((item) => !leaves(item));
    return out;
  }

  private keep(stays: (item: Item) => boolean): void {
    this.items = this.waiting.filter(stays);
    this.taken = 0;
  }

  private get waiting(): Item[] {
    return this.items.slice(this.taken) as Item[];
  }

  private clear(): void {
    this.items = [];
    this.taken = 0;
  }
}
