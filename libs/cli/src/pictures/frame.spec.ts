import { lookOf } from '../output/look.js';
import type { Plan, Saga, SagaStep } from '../sagas/saga.js';
import { barsOf } from './bars.js';
import { frameText } from './frame.js';

const PLAIN = lookOf({ write: () => true }, {});
const AT = (second: number): string => new Date(Date.UTC(2030, 0, 1, 0, 0, second)).toISOString();

function step(name: string, status: string, more: Partial<SagaStep> = {}): SagaStep {
  const attempts = { execute: 1, compensate: 0, inquire: 0 };
  return { name, status, attempts, iterations: [], error: null, ...more };
}

const SAGA = {
  startedAt: AT(0),
  endedAt: AT(10),
  steps: [
    step('ship', 'failed', { error: { code: 'NO_TRUCK', message: 'none\u001b[2J' } }),
    step('book', 'compensated', { attempts: { execute: 1, compensate: 2, inquire: 0 } }),
    step('pay', 'compensated'),
    step('order', 'succeeded'),
  ],
} as unknown as Saga;
const PLAN: Plan = {
  steps: [
    { name: 'order', kind: 'compensatable', after: [], undo: 'order.reject' },
    { name: 'book', kind: 'compensatable', after: ['order'], undo: 'travel.cancel' },
    { name: 'pay', kind: 'compensatable', after: ['order'], undo: 'payment.void' },
    { name: 'ship', kind: 'pivot', after: ['book', 'pay'], undo: null },
  ],
};

describe('The picture of a saga', () => {
  it('has the steps in the order of their path, those at a time on one line', () => {
    const lines = frameText({ saga: SAGA, plan: PLAN }, PLAIN).split('\n');
    expect(lines.map((line) => line.slice(0, 9).trimEnd())).toEqual([
      '✓ order',
      '├─↺ book',
      '└─↺ pay',
      '✗ ship',
      '─ no way',
    ]);
    expect(lines[1]).toContain('3 attempts, undo travel.cancel');
    expect(lines[3]).toContain('NO_TRUCK: none\ufffd[2J');
  });

  it('has bars of when each step was done, and undone', () => {
    const entry = (second: number, name: string, direction: string) => ({
      at: AT(second),
      step: name,
      direction,
      what: '',
      text: '',
    });
    const entries = [
      entry(0, 'book', 'execute'),
      entry(2, 'book', 'execute'),
      entry(6, 'book', 'compensate'),
      entry(10, 'book', 'compensate'),
    ];
    const text = frameText({ saga: SAGA, bars: barsOf(SAGA, entries, 0) }, PLAIN);
    expect(text).toMatch(/book +compensated +█{6}·{10}▒{12} /);
    expect(text).toMatch(/order +succeeded +·{28}/);
  });

  it('fits a terminal: what happens is kept, and the rest is counted', () => {
    const steps = Array.from({ length: 50 }, (_, place) => step(`s${place}`, 'succeeded'));
    const saga = { ...SAGA, steps: [...steps, step('last', 'executing')] };
    const lines = frameText({ saga, rowsMax: 10 }, PLAIN).split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-2)).toContain('▶ last');
    expect(lines.at(-1)).toBe('… and 42 steps more');
  });
});
