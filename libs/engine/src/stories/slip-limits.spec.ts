import { compile, SlipRun } from '#testing-sagas';

const NONE = { lacking: [], plain: [], errors: {} };

function runOf(
  inputs: readonly unknown[],
  input: object = {},
  refused: readonly string[] = [],
): SlipRun {
  const steps = inputs.map((each, index) => ({
    name: `s${index}`,
    command: 'part.act',
    compensation: 'part.undo',
    input: each,
  }));
  const definition = compile({ name: 'slip', mode: 'routing-slip', steps });
  const names = steps.map(({ name }) => name);
  const run = new SlipRun({ ...NONE, definition, refused, steps: names, input: input as never });
  run.settle();
  return run;
}

const nested = (depth: number): object => (depth === 0 ? {} : { in: nested(depth - 1) });

describe('What does not fit on a routing slip', () => {
  it('goes with a later command, when it is too much', () => {
    const run = runOf(Array.from({ length: 20 }, () => ({ text: 'x'.repeat(10_000) })));
    expect(run.state.status).toBe('completed');
    expect(run.sent[0]?.slip?.next).toHaveLength(4);
    expect(run.sent).toHaveLength(5);
  });

  it('is undone all the same, by participants and by the conductor in turn', () => {
    const inputs = Array.from({ length: 12 }, () => ({ text: 'x'.repeat(10_000) }));
    const run = runOf(inputs, {}, ['s11']);
    expect(run.state.status).toBe('compensated');
    expect(run.participants.applied).toEqual([]);
    const undone = run.sent.filter(({ direction }) => direction === 'compensate');
    expect(undone.length).toBeGreaterThan(0);
    expect(undone.length).toBeLessThan(11);
  });

  it('goes by itself, when it is larger than a slip, and what follows goes on', () => {
    const run = runOf([{ all: '${input.text}' }, {}, {}], { text: 'x'.repeat(200_000) });
    expect(run.state.status).toBe('completed');
    expect(run.sent.map(({ slip }) => slip?.next.length ?? 0)).toEqual([0, 1]);
  });

  it('goes by itself, when it nests too deep', () => {
    const run = runOf([{}, nested(28), {}]);
    expect(run.state.status).toBe('completed');
    expect(run.sent.map(({ step }) => step)).toEqual(['s0', 's1', 's2']);
  });

  it('is a step whose input cannot be evaluated: it fails when its turn comes', () => {
    const run = runOf([{}, { of: '${input.nothing}' }, {}]);
    expect(run.sent[0]?.slip).toBeNull();
    expect(run.state).toMatchObject({
      status: 'compensated',
      error: { code: 'EXPRESSION_FAILED' },
    });
    expect(run.participants.applied).toEqual([]);
  });

  it('is little: sixty small steps go with one command', () => {
    const run = runOf(Array.from({ length: 60 }, (_, index) => ({ index })));
    expect(run.sent).toHaveLength(1);
  });
});
