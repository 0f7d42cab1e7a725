/** What no text column takes: U+0000 and half of a surrogate pair. */
const UNSTORABLE = /\u0000|\p{Surrogate}/gu;

/** What is shown in place of it; the state keeps the whole of it. */
export function storable(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd');
}
