import { usualReason, type Told } from './usual-reason.js';

type Awaited = NonNullable<Told['waiting']>['on'][number];

const AT = '2030-01-01T00:00:00Z';
const NOTHING = { until: null, name: null, title: null, key: null, participant: null };
const UNKNOWN = { ...NOTHING, sagaId: null, pauses: [], attempt: 3, since: AT };

function stuck(step: string, code: string, direction: Awaited['direction'] = 'execute'): Awaited {
  return { ...UNKNOWN, code: 'stuck', step, direction, error: { code, message: 'No.' } };
}

const saga: Told = {
  waiting: { on: [stuck('ship', 'NO_TRUCK'), stuck('pay', 'LOCKED', 'compensate')] },
  paused: { reason: 'the stock is counted' },
};

describe('The usual reason of an act', () => {
  it.each([
    [{ verb: 'retry', step: 'ship' }, 'retry of NO_TRUCK at ship after repair'],
    [{ verb: 'retry', step: 'pay' }, 'retry of LOCKED at the undo of pay after repair'],
    [{ verb: 'retry' }, 'retry of NO_TRUCK at ship, LOCKED at the undo of pay after repair'],
    [{ verb: 'retry', step: 'other' }, 'retry after repair'],
    [{ verb: 'resume' }, 'the pause is over: the stock is counted'],
  ] as const)('given %j, then it says what went wrong or was held', (act, reason) => {
    expect(usualReason(act, saga)).toBe(reason);
  });

  it.each(['skip', 'settle', 'cancel', 'compensate', 'release-lock', 'abandon', 'pause'] as const)(
    'given %s, then there is none',
    (verb) => {
      expect(usualReason({ verb, step: 'ship' }, saga)).toBe('');
    },
  );

  it('given it would be too long for the API, then it is cut', () => {
    const on = Array.from({ length: 60 }, (_, at) => stuck(`step-${at}`, 'NO_TRUCK'));
    expect(usualReason({ verb: 'retry' }, { ...saga, waiting: { on } })).toHaveLength(500);
  });
});
