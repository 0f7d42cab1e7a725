import type { SagaEvent } from '#engine';
import type { Happening } from '../history/happening';
import type { Row } from './kinds';
import { rowsOf } from './rows';

const ERROR = { code: 'BUSY', message: 'later' };

/** Each happens at the instant before it, in ms. */
function history(...parts: readonly (readonly [number, ...SagaEvent[]])[]): readonly Happening[] {
  return parts.map(([at, ...events], place) => ({
    ...{ version: place + 1, at, events, input: { type: 'timer' }, ignored: null },
  }));
}

function issued(
  step: string,
  attempt = 1,
  direction: 'execute' | 'compensate' | 'inquire' = 'execute',
) {
  const facts = { iteration: 0, attemptsLeft: 1, command: `bank.${step}`, dueAt: 0 };
  return { type: 'command-issued', step, direction, attempt, ...facts } as const;
}

function failed(outcome: 'errored' | 'unknown', direction: 'execute' | 'compensate' = 'execute') {
  return {
    type: 'attempt-failed',
    step: 'pay',
    direction,
    attempt: 1,
    outcome,
    error: ERROR,
  } as const;
}

const again = { type: 'retry-scheduled', step: 'pay', direction: 'execute', dueAt: 0 } as const;
const succeeded = { type: 'step-succeeded', step: 'pay', output: null, by: 'reply' } as const;

function told({ step, isUndo, segments }: Row): string {
  const parts = segments.map(({ kind, from, to }) => `${kind} ${from}-${to ?? ''}`);
  return `${isUndo ? 'undo ' : ''}${step}: ${parts.join(', ')}`;
}

describe('The rows of a timeline', () => {
  it('given attempts and a back-off, when they are told, then each has its kind', () => {
    const [row] = rowsOf(
      history(
        [0, issued('pay')],
        [10, failed('errored'), again],
        [30, issued('pay', 2)],
        [35, succeeded],
      ),
    );
    expect(row && told(row)).toBe('pay: sent 0-10, back-off 10-30, sent 30-35');
    expect(row).toMatchObject({ attempts: 2 });
    expect(row?.ticks).toEqual([
      { at: 0, text: 'attempt 1', isError: false },
      { at: 10, text: 'attempt 1: BUSY', isError: true },
      { at: 30, text: 'attempt 2', isError: false },
    ]);
  });

  it('given a reply says what it took, when it is told, then the queue had the rest', () => {
    const about = { step: 'pay', iteration: 0, direction: 'execute', attempt: 1 } as const;
    const replied = (tookMs?: number) => ({
      ...{ version: 2, at: 10, events: [succeeded], ignored: null },
      input: { type: 'reply', ...about, outcome: 'succeeded', ...(tookMs && { tookMs }) } as const,
    });
    const told0 = (tookMs?: number) =>
      rowsOf([...history([0, issued('pay')]), replied(tookMs)]).map(told);

    expect(told0(4)).toEqual(['pay: queue 0-6, participant 6-10']);
    expect(told0(10)).toEqual(['pay: participant 0-10']);
    expect(told0(11)).toEqual(['pay: participant 0-10']);
    expect(told0()).toEqual(['pay: sent 0-10']);
  });

  it('given no answer in time, when it is asked what became of it, then that is unknown', () => {
    const rows = rowsOf(
      history(
        [0, issued('pay')],
        [10, failed('unknown'), issued('pay', 1, 'inquire')],
        [15, succeeded],
      ),
    );
    expect(rows.map(told)).toEqual(['pay: unknown 0-10, unknown 10-15']);
  });

  it('given a command that left late, when it is told, then it was in the outbox', () => {
    const late = {
      type: 'timeout-postponed',
      step: 'pay',
      dueAt: 0,
      because: 'sent-late',
    } as const;
    const rows = rowsOf(history([0, issued('pay')], [40, late], [50, succeeded]));
    expect(rows.map(told)).toEqual(['pay: outbox 0-40, sent 40-50']);
  });

  it('given an undo that is stuck, when it goes on, then its row ends in a wait for people', () => {
    const stuck = {
      type: 'step-stuck',
      step: 'pay',
      direction: 'compensate',
      error: ERROR,
    } as const;
    const rows = rowsOf(
      history(
        [0, issued('pay')],
        [10, succeeded],
        [20, issued('pay', 1, 'compensate')],
        [30, failed('errored', 'compensate'), stuck],
      ),
    );
    expect(rows.map(told)).toEqual(['pay: sent 0-10', 'undo pay: undo 20-30, stuck 30-']);
  });

  it('given a pause, when a back-off stands still, then that time is paused', () => {
    const paused = { type: 'saga-paused', by: 'ada', reason: 'wait' } as const;
    const rows = rowsOf(
      history(
        [0, issued('pay')],
        [10, failed('errored'), again],
        [20, paused],
        [60, { type: 'pause-ended' }],
        [70, issued('pay', 2)],
      ),
    );
    expect(rows.map(told)).toEqual([
      'pay: sent 0-10, back-off 10-20, paused 20-60, back-off 60-70, sent 70-',
    ]);
  });

  it('given locks and a signal, when they are waited for, then it is a wait for its turn', () => {
    const locks = [{ key: 'k', onBusy: 'wait', dueAt: 0 }] as const;
    const open = { type: 'wait-opened', step: 'approve', signal: 'approval', dueAt: 0 } as const;
    const rows = rowsOf(
      history(
        [0, { type: 'locks-requested', locks, checkAt: 0 }],
        [10, { type: 'locks-acquired', keys: ['k'] }, open],
        [30, { type: 'signal-taken', step: 'approve', id: '1' }],
      ),
    );
    expect(rows.map(told)).toEqual([': turn 0-10', 'approve: turn 10-30']);
    expect(rows[1]?.segments[0]?.note).toBe('for the signal approval');
  });

  it('given what goes on is known better, when it is told, then it has that kind', () => {
    const on = { step: 'pay', direction: 'execute', since: '', until: null, attempt: 1 } as const;
    const nothing = { error: null, name: null, title: null, key: null, sagaId: null };
    const more = { ...nothing, participant: 'bank', pauses: [] };
    const awaited = { ...on, ...more, code: 'no-consumer' } as const;
    const rows = rowsOf(history([0, issued('pay')]), [awaited]);
    expect(rows.map(told)).toEqual(['pay: queue 0-']);
  });

  it('given the saga has ended, when something was open, then it ends with it', () => {
    const ended = { type: 'saga-abandoned', reason: 'enough' } as const;
    expect(rowsOf(history([0, issued('pay')], [9, ended])).map(told)).toEqual(['pay: sent 0-9']);
  });
});
