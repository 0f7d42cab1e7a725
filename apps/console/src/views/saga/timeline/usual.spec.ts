import { unusualText } from './usual';

const usual = new Map([
  ['pay', { step: 'pay', count: 80, p50Ms: 1_300, p95Ms: 2_000 }],
  ['ship', { step: 'ship', count: 4, p50Ms: 10, p95Ms: 20 }],
  ['quick', { step: 'quick', count: 80, p50Ms: 0, p95Ms: 4 }],
]);
const said = (step: string, tookMs: number, isUndo = false) =>
  unusualText(usual, { step, isUndo }, tookMs)?.short ?? null;

describe('What is unusual about a step', () => {
  it('given it took longer than twice its usual, when it is told, then how many times', () => {
    expect(unusualText(usual, { step: 'pay', isUndo: false }, 4_030)).toEqual({
      short: '3.1× its usual',
      whole: 'Usually 1.3 s: half of the last 80 in 7 days',
    });
    expect(said('pay[12]', 2_600)).toBe('2.0× its usual');
    expect(said('pay', 3_600_000)).toBe('2,769× its usual');
    expect(said('quick', 100)).toBe('100× its usual');
  });

  it.each([
    ['it is usual', 'pay', 2_599, false],
    ['it is no time', 'quick', 99, false],
    ['few were seen', 'ship', 60_000, false],
    ['none was seen', 'other', 60_000, false],
    ['it is an undo', 'pay', 60_000, true],
  ])('given %s, when it is told, then nothing is said', (_, step, tookMs, isUndo) => {
    expect(said(step, tookMs, isUndo)).toBeNull();
  });
});
