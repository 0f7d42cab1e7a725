import type { JsonObject } from '#protocol';
import { compileDefinition } from './compile-definition.js';
import { document, faultsOf, step } from '../stories/document.fixture.js';

describe('What a definition marks as sensitive', () => {
  it.each<readonly [string, JsonObject]>([
    ['type /sensitive', document({ sensitive: '/input/card' })],
    ['sensitive-pointer /sensitive', document({ sensitive: ['input.card'] })],
    ['sensitive-pointer /sensitive', document({ sensitive: ['/output'] })],
    ['sensitive-pointer /sensitive', document({ sensitive: [7] })],
    ['sensitive-pointer /sensitive', document({ sensitive: ['/steps/nowhere/output'] })],
    ['sensitive-pointer /sensitive', document({ sensitive: [`/input/${'x'.repeat(256)}`] })],
    ['sensitive-limit /sensitive', document({ sensitive: Array(101).fill('/input') })],
  ])('%s', (fault, posted) => {
    expect(new Set(faultsOf(posted))).toEqual(new Set([fault]));
  });

  it('is what `sensitive` names: in the input, in the key, and in outputs of its steps', () => {
    const sensitive = ['/key', '/input', '/input/lines/*/card', '/input/a~1b', '/steps/a/output/x'];
    const result = compileDefinition(document({ sensitive, steps: [step('a')] }), 1);
    expect(result).toMatchObject({ ok: true, definition: { sensitive } });
    expect(compileDefinition(document({}), 1)).toMatchObject({ definition: { sensitive: [] } });
  });
});
