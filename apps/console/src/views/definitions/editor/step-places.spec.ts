import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { faultsOfSteps, rangeOfStep, stepAt, type StepPlace } from './step-places';

/** A text, and where the cursor is in it: at the bar. */
function written(marked: string): { readonly state: EditorState; readonly at: number } {
  const doc = marked.replace('|', '');
  return { state: EditorState.create({ doc, extensions: [json()] }), at: marked.indexOf('|') };
}

describe('Steps in the text of a draft', () => {
  const pay: StepPlace = { step: 'pay', side: 'forward' };
  it.each([
    ['{ "steps": [{ "name": "pay", "tim|eout": "1s" }] }', pay],
    ['{ "steps": [|{ "name": "pay" }] }', pay],
    ['{ "steps": [{ "name": "pay" }|, { "name": "ship" }] }', pay],
    ['{ "steps": [{ "input": { "steps": [{ "a": |1 }] }, "name": "pay" }] }', pay],
    ['{ "steps": [{ "name": "pay", "compensation": "shop.re|fund" }] }', { ...pay, side: 'undo' }],
    ['{ "steps": [{ "name": "pay", "compensation": { "timeout": "|', { ...pay, side: 'undo' }],
    ['{ "name": "o|rder", "steps": [{ "name": "pay" }] }', null],
    ['{ "steps": [{ "name": "pay" }, | { "name": "ship" }] }', null],
    ['{ "other": { "steps": [{ "name": "p|ay" }] } }', null],
    ['{ "steps": [{ "command": "shop.|pay" }] }', null],
    ['|', null],
  ])('given a cursor in %s, then it knows the step', (marked, expected) => {
    const { state, at } = written(marked);
    expect(stepAt(state, at)).toEqual(expected);
  });

  it('given a step, then it is found as far as it is written', () => {
    const { state } = written(
      '{ "steps": [{ "name": "a" }, { "name": "b", "compensation": "shop.b" }, { "name": "c", |',
    );
    const at = (step: string, side: StepPlace['side']): string | null => {
      const range = rangeOfStep(state, { step, side });
      return range && state.sliceDoc(range.from, range.to).trim();
    };
    expect(at('b', 'forward')).toBe('{ "name": "b", "compensation": "shop.b" }');
    expect(at('b', 'undo')).toBe('"compensation": "shop.b"');
    expect(at('a', 'undo')).toBe('{ "name": "a" }');
    expect(at('c', 'forward')).toMatch(/^\{ "name": "c"/);
    expect(at('d', 'forward')).toBeNull();
  });

  it('given faults, then each is counted at the step that it names', () => {
    const error = (path: string | null) => ({ path, severity: 'error' as const });
    const steps = [{ name: 'pay' }, { command: 'shop.ship' }, null];
    const faults = [error('/steps/0/timeout'), error('/steps/0/compensation/retry')];
    const others = [null, '/name', '/steps', '/steps/1', '/steps/2/x', '/steps/7'].map(error);
    const warning = { path: '/steps/0', severity: 'warning' as const };
    expect(faultsOfSteps([...faults, ...others, warning], { steps })).toEqual([
      { step: 'pay', side: 'forward', errors: 1, warnings: 0 },
      { step: 'pay', side: 'undo', errors: 1, warnings: 0 },
      { step: 'pay', side: 'forward', errors: 0, warnings: 1 },
    ]);
    for (const document of [null, [], 'text', {}, { steps: {} }]) {
      expect(faultsOfSteps(faults, document)).toEqual([]);
    }
  });
});
