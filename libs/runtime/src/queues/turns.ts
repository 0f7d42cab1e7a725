import { Fifo } from './fifo.js';

interface Line<Item> {
  readonly family: string;
  readonly items: Fifo<Item>;
}

/**
 * A queue in which families take turns: one item of each, and again from the start. However many
 * one of them has, another one waits for no more than one of each. Within a family the order stays.
 */
export class Turns<Item> {
  private readonly lines = new Map<string, Line<Item>>();
  private readonly order = new Fifo<Line<Item>>();
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** How many items of a family wait. */
  lengthOf(family: string): number {
    return this.lines.get(family)?.items.length ?? 0;
  }

  push(family: string, item: Item): void {
    let line = this.lines.get(family);
    if (!line) this.order.push((line = this.begin(family)));
    line.items.push(item);
    this.count++;
  }

  /** The family is the last one in turn, unless it waits already; items may follow. */
  lineUp(family: string): void {
    if (!this.lines.has(family)) this.order.push(this.begin(family));
  }

  /** Gives one back, the first of its family again; a family that does not wait is the next one. */
  giveBack(family: string, item: Item): void {
    let line = this.lines.get(family);
    if (!line) this.order.unshift([(line = this.begin(family))]);
    line.items.unshift([item]);
    this.count++;
  }

  shift(): Item | undefined {
    for (let line = this.order.shift(); line; line = this.order.shift()) {
      const item = line.items.shift();
      if (line.items.length > 0) this.order.push(line);
      else this.lines.delete(line.family);
      // empty: all of its items were taken out
      if (item === undefined) continue;
      this.count--;
      return item;
    }
    return undefined;
  }

  /** Takes out, and gives, those that `leaves` says; `family` left out: of all. */
  takeOut(leaves: (item: Item) => boolean, family?: string): readonly Item[] {
    const line = family === undefined ? undefined : this.lines.get(family);
    const lines = family === undefined ? [...this.lines.values()] : line ? [line] : [];
    const out = lines.flatMap(({ items }) => items.takeOut(leaves));
    this.count -= out.length;
    return out;
  }

  private begin(family: string): Line<Item> {
    const line = { family, items: new Fifo<Item>() };
    this.lines.set(family, line);
    return line;
  }
}
