import type { JsonObject, JsonValue } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { document, step } from './document.fixture.js';

/** The document, where the finding stands, and what its message must contain. */
export type Row = readonly [posted: JsonObject, path: string, part: string | readonly string[]];

export const pay = (more: JsonObject): JsonObject =>
  document({ steps: [step('reserve'), step('pay', more)] });
export const withInput = (x: JsonValue): JsonObject => pay({ input: { x } });
export const withWait = (wait: JsonValue, more: JsonObject = {}): JsonObject =>
  document({ steps: [step('reserve'), { name: 'hold', wait, ...more }] });

/** Faults, or else warnings, as people read them. */
export function answerTo(posted: JsonObject): readonly { path: string; message: string }[] {
  const result = compileDefinition(posted, 1);
  return result.ok ? result.definition.warnings : result.faults;
}

export function expectAnswer([posted, path, part]: Row): void {
  const messages = answerTo(posted).flatMap((found) => (found.path === path ? found.message : []));
  expect(messages).not.toEqual([]);
  const all = messages.join('\n');
  for (const each of [part].flat()) expect(all).toContain(each);
}
