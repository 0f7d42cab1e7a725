/** Pseudo-random numbers from 0 to 1, determined by `seed` and `stream`. */
export type Random = () => number;

/** mulberry32: small, and good enough. Streams of one seed are independent. */
export function randomOf(seed: number, stream: string): Random {
  let state = [...stream].reduce(
    (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193),
    seed | 0,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

/** The least and the most. */
export type Range = readonly [number, number];

/** A whole number of the range, whose ends are included. */
export function between(random: Random, [least, most]: Range): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** Shuffles. */
export function shuffle<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
