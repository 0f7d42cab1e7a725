import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compile, SlipRun, type Fate } from '#testing-sagas';

/** More runs, and the same ones again: as in properties.spec.ts. */
const settings = { runs: 150, seededRuns: 500 };

const shapes = fc.record({
  before: fc.array(
    fc.record({
      hasOwnUndo: fc.boolean(),
      takesPlace: fc.boolean(),
      maxAttempts: fc.nat(2),
      isFinal: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  hasPivot: fc.boolean(),
  past: fc.nat(2),
  hasDeadline: fc.boolean(),
});

type Shape = typeof shapes extends fc.Arbitrary<infer Value> ? Value : never;

function documentOf({ before, hasPivot, past, hasDeadline }: Shape) {
  const taking = (name: string | null, takesPlace: boolean) =>
    name === null
      ? { order: '${input.order}' }
      : {
          order: ['${input.order + saga.id}', { of: `\${steps.${name}.output.id}` }],
          ...(takesPlace ? { place: `\${steps.${name}.output.at.place}` } : {}),
        };
  const retry = (attempts: number, isFinal = false) => ({
    retry: { maxAttempts: attempts + 1, ...(isFinal ? { nonRetryable: ['TROUBLE'] } : {}) },
  });
  const steps: object[] = before.map((shape, index) => {
    const previous = index === 0 ? null : `before${index - 1}`;
    const undo = { command: 'part.undo', retry: { maxAttempts: 3 } };
    return {
      name: `before${index}`,
      command: 'part.act',
      ...retry(shape.maxAttempts, shape.isFinal),
      input: taking(previous, shape.takesPlace),
      compensation: shape.hasOwnUndo ? { ...undo, input: taking(previous, false) } : undo,
    };
  });
  const last = `before${before.length - 1}`;
  if (hasPivot) {
    const input = taking(last, true);
    steps.push({ name: 'pivot', command: 'part.act', kind: 'pivot', ...retry(1), input });
    for (let index = 0; index < past; index++) {
      const input = { all: '${steps.pivot.output}', of: `\${steps.${last}.output.at}` };
      steps.push({ name: `past${index}`, command: 'part.act', kind: 'retryable', input });
    }
  }
  const deadline = hasDeadline ? { deadline: '1m' } : {};
  return { name: 'slip', mode: 'routing-slip', ...deadline, steps };
}

const NAMES = ['before0', 'before1', 'before2', 'before3', 'pivot'];
const some = (names: readonly string[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...names), { maxLength });
const all = [...NAMES, 'past0', 'past1'];

const sagas = fc
  .record({
    shape: shapes,
    refused: some(all, 1),
    lacking: some(['before0', 'before1', 'before2'], 1),
    plain: some(all, 2),
    errors: fc.dictionary(fc.constantFrom(...all), fc.nat(2), { maxKeys: 2 }),
  })
  .map(({ shape, ...more }) => {
    const document = documentOf(shape);
    return { ...more, definition: compile(document), toString: () => JSON.stringify(more) };
  });

const scheduleOf = (fates: readonly Fate[], deeds: readonly string[], maxLength: number) =>
  fc.array(
    fc.record({
      choice: fc.nat(30),
      fate: fc.constantFrom(...fates),
      also: fc.constantFrom(...deeds),
    }),
    { maxLength },
  );

const schedule = scheduleOf(
  ['arrives', 'arrives', 'arrives', 'arrives-and-stays', 'lost'],
  ['', '', '', '', 'time', 'time', 'cancel', 'retry', 'edit', 'resend'],
  80,
);
/** Replies are lost until somebody has to say how it goes on, and old messages come after that. */
const roughSchedule = scheduleOf(
  ['arrives-and-stays', 'arrives', 'lost'],
  ['', 'time', 'time', 'edit', 'edit', 'settle', 'settle', 'cancel'],
  60,
);

type Saga = typeof sagas extends fc.Arbitrary<infer Value> ? Value : never;
type Entry = typeof schedule extends fc.Arbitrary<(infer Value)[]> ? Value : never;

function follow(run: SlipRun, { choice, fate, also }: Entry): void {
  run.deliver(choice, fate);
  switch (also) {
    case 'time':
      return run.passTime();
    case 'cancel':
      if (choice < 6) run.operate({ name: 'cancel' });
      return;
    case 'retry':
      return run.operate({ name: 'retry' });
    case 'edit': {
      const stuck = run.stuckStep;
      if (stuck) run.operate({ name: 'retry', step: stuck, input: { edited: choice } });
      return;
    }
    case 'settle':
      return run.settleStuck();
    case 'resend':
      return run.resend();
    default:
  }
}

function expectAllOrNothing(saga: Saga, entries: readonly Entry[]): void {
  const steps = saga.definition.steps.map(({ name }) => name);
  const run = new SlipRun({ ...saga, steps, input: { order: 'o-' } });
  for (const entry of entries) follow(run, entry);
  run.settle();
  run.checkInputs();
  const { status } = run.state;
  expect(['completed', 'compensated']).toContain(status);
  expect(run.participants.applied).toEqual(status === 'completed' ? steps : []);
}

describe('A routing slip, whatever happens to it', () => {
  it('ends with all of it done, or with nothing left', () => {
    assertProperty(fc.property(sagas, schedule, expectAllOrNothing), settings);
  });

  it('does so on a network that loses half of all messages, with people who meddle', () => {
    assertProperty(fc.property(sagas, roughSchedule, expectAllOrNothing), settings);
  });

  it('takes one command of the conductor when nothing goes wrong', () => {
    assertProperty(
      fc.property(shapes, (shape) => {
        const definition = compile(documentOf(shape));
        const steps = definition.steps.map(({ name }) => name);
        const none = { refused: [], lacking: [], plain: [], errors: {} };
        const run = new SlipRun({ ...none, definition, steps, input: { order: 'o-' } });
        run.settle();
        expect(run.state.status).toBe('completed');
        expect(run.sent).toHaveLength(1);
      }),
      settings,
    );
  });
});
