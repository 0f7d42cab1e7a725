/** As every list of the API answers. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Goes into `cursor` for the next page; null: there is none. */
  readonly next: string | null;
}

/** A list that is read page after page while it is iterated over, from its beginning each time. */
export class Pages<Item> implements AsyncIterable<Item> {
  constructor(private readonly read: (cursor: string | null) => Promise<Page<Item>>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { items } of this.pages()) yield* items;
  }

  /** The same a page at a time. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    let cursor: string | null = null;
    do {
      const page: Page<Item> = await this.read(cursor);
      yield page;
      cursor = page.next;
    } while (cursor !== null);
  }

  /** One page: the first, or the one that a `next` leads to. */
  page(cursor: string | null = null): Promise<Page<Item>> {
    return this.read(cursor);
  }

  /** All of it, or as many as `max`. */
  async toArray(max = Infinity): Promise<readonly Item[]> {
    const items: Item[] = [];
    if (max <= 0) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= max) break;
    }
    return items;
  }
}
