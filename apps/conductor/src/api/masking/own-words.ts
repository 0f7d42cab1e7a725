const RETOLD = new WeakMap<object, () => string>();
const SEEN = new WeakSet<object>();

/** Has the `text` of this part of an answer told in other words to who may not see all of it. */
export function toldToViewers<Part extends object>(part: Part, tell: () => string): Part {
  RETOLD.set(part, tell);
  return part;
}

/** null: its text has no other words, and is hidden whole. */
export function retold(part: object): string | null {
  return RETOLD.get(part)?.() ?? null;
}

/** Made of what was hidden already: nothing is to be hidden in this part of an answer again. */
export function asSeen<Part extends object>(part: Part): Part {
  SEEN.add(part);
  return part;
}

export function isAsSeen(part: object): boolean {
  return SEEN.has(part);
}
