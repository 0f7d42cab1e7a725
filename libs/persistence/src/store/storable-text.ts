import { UNSTORABLE_TEXT } from '#protocol';

const ALL_UNSTORABLE = new RegExp(UNSTORABLE_TEXT, 'gu');

/** What is shown in place of it; the state keeps the whole of it. */
export function storable(text: string): string {
  return text.replace(ALL_UNSTORABLE, '\ufffd');
}
