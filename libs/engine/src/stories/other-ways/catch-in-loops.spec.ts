import {
  nothingToUndo,
  refused,
  sagaSpecification,
  started,
  succeeded,
  timerOf,
  undone,
} from '#testing-sagas';

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: `part.un${name}`, ...more };
}
const once = { retry: { maxAttempts: 1, nonRetryable: ['FINAL'] } };

describe('A loop with a `catch`', () => {
  const forEach = { items: '${input}', maxParallel: 2 };
  const each = sagaSpecification({
    name: 'order',
    steps: [step('line', { ...once, forEach, catch: 'any' })],
    output: { lines: '${steps.line.output}', errors: '${steps.line.errors}' },
  });

  it('catches an item by itself: its output is null, its error is in `errors`', () => {
    each(started([1, 2, 3]), succeeded('line[0]', 'a'), refused('line[1]', 'GONE'))
      .when(succeeded('line[2]', 'c'))
      .thenTells('saga.completed.order')
      .andOutputIs({
        lines: ['a', null, 'c'],
        errors: [{ index: 1, code: 'GONE', message: 'GONE' }],
      });
  });

  it('undoes an item that may have happened, before the loop is done', () => {
    each(started([1, 2]), succeeded('line[0]', 'a'))
      .when(timerOf('line[1]'))
      .thenSends('part.unline')
      .andStatusIs('running');
    each(started([1, 2]), succeeded('line[0]', 'a'), timerOf('line[1]'))
      .when(undone('line[1]'))
      .thenTells('saga.completed.order');
  });

  it('undoes items that were caught as many at a time as it does them', () => {
    const failing = sagaSpecification({
      name: 'order',
      steps: [step('line', { forEach, catch: 'any' }), step('ship')],
    });
    const lines = [0, 1, 2].map((index) => refused(`line[${index}]`));
    failing(started([1, 2, 3]), ...lines, refused('ship'))
      .when(undone('ship'))
      .thenSends('part.unline', 'part.unline');
    failing(started([1, 2, 3]), ...lines, refused('ship'), undone('ship'))
      .when(nothingToUndo('line[2]'))
      .thenSends({ command: 'part.unline', iteration: 0 });
  });

  const repeat = { until: '${output == 9}', interval: '1s', maxIterations: 2 };
  const again = sagaSpecification({
    name: 'poll',
    steps: [
      step('round', { ...once, repeat, catch: ['REFUSED', 'TIMEOUT', 'REPEAT_EXHAUSTED'] }),
      step('next', {
        when: "${steps.round.status == 'caught'}",
        input: '${steps.round.error.code}',
      }),
    ],
  });
  const first = [started(), succeeded('round[0]', 1), timerOf('round')] as const;

  it('of rounds is caught as a whole: they are undone, the newest first', () => {
    again(...first)
      .when(refused('round[1]'))
      .thenSends({ command: 'part.unround', iteration: 1 })
      .andStatusIs('running');
    again(...first, refused('round[1]'))
      .when(undone('round[1]'))
      .thenSends({ command: 'part.unround', iteration: 0 });
    again(...first, refused('round[1]'), undone('round[1]'))
      .when(undone('round[0]'))
      .thenSends({ command: 'part.next', data: 'REFUSED' })
      .andStepIs('round', 'caught');
  });

  it.each([
    ['its condition never holds', succeeded('round[2]', 2)],
    ['a round is refused', refused('round[2]')],
  ])('of many rounds with nothing to undo is caught at once when %s', (_, last) => {
    const poll = step('round', { compensation: 'none', catch: 'any' });
    const three = { ...poll, repeat: { ...repeat, maxIterations: 3 } };
    const rounds = [succeeded('round[0]', 1), timerOf('round'), succeeded('round[1]', 1)];
    sagaSpecification({ name: 'poll', steps: [three, step('next')] })(
      started(),
      ...rounds,
      timerOf('round'),
    )
      .when(last)
      .thenSends('part.next')
      .andStepIs('round', 'caught');
  });

  it('of rounds is caught when its condition never holds', () => {
    again(...first)
      .when(succeeded('round[1]', 2))
      .thenSends({ command: 'part.unround', iteration: 1 });
    again(...first, succeeded('round[1]', 2), undone('round[1]'))
      .when(undone('round[0]'))
      .thenSends({ command: 'part.next', data: 'REPEAT_EXHAUSTED' });
  });
});
