import type { Command, ReplyOutcome } from '#engine';
import type { SagaRun } from './saga-run.js';

const TURNS_MAX = 1000;

export interface FairEnd {
  /** How participants answer; left out: they succeed. */
  readonly outcome?: (command: Command, turn: number) => ReplyOutcome;
  /** Stops after this many replies; left out: when the saga is at rest. */
  readonly turnsMax?: number;
}

/** Answers what is in flight, and supplies what is waited for. Returns the number of replies. */
export function endFairly(run: SagaRun, { outcome, turnsMax = TURNS_MAX }: FairEnd = {}): number {
  let turn = 0;
  while (turn < turnsMax && (run.inFlight.length > 0 || endWaits(run))) {
    if (run.inFlight.length === 0) continue;
    const command = run.inFlight[turn % run.inFlight.length] as Command;
    run.answer(command, outcome?.(command, turn) ?? succeeds);
    turn += 1;
    if (turn >= TURNS_MAX) throw new Error('it does not end');
  }
  return turn;
}

const succeeds: ReplyOutcome = { type: 'succeeded', output: { id: 1 } };

/** Frees locks, sends signals, and lets time pass; false: nothing was waited for. */
function endWaits(run: SagaRun): boolean {
  const { locks, steps } = run.state;
  if (locks.some(({ status }) => status === 'waiting')) return run.passTime();
  const waiting = run.definition.steps.find(({ name }) => steps[name]?.status === 'waiting');
  if (waiting?.type === 'event') {
    const { id, updatedAt, version } = run.state;
    const event = { step: waiting.name, id: `for-${waiting.name}-${version}`, at: updatedAt };
    const events = [{ ...event, data: { id: 0, saga: id } }];
    run.take({ type: 'timer', at: run.at + 1, unsent: [], events });
    return true;
  }
  if (waiting?.type !== 'wait') return waiting !== undefined && run.passTime();
  const signal = { name: waiting.signal, id: `for-${waiting.name}`, payload: null };
  run.take({ type: 'signal', at: run.at + 1, ...signal });
  return true;
}
