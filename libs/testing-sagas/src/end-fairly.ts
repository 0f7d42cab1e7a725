import { nextWakeAt, type Command, type ReplyOutcome } from '#engine';
import type { SagaRun } from './saga-run.js';

const TURNS_MAX = 1000;

export interface FairEnd {
  /** What participants answer; left out: they succeed. */
  readonly outcome?: (command: Command, turn: number) => ReplyOutcome;
  /** Stops after so many replies; left out: when the saga rests. */
  readonly turnsMax?: number;
}

/** Answers what is in flight, and gives what is waited for. Gives the number of replies. */
export function endFairly(run: SagaRun, { outcome, turnsMax = TURNS_MAX }: FairEnd = {}): number {
  let turn = 0;
  while (turn < turnsMax && (run.inFlight.length > 0 || endWaits(run))) {
    if (run.inFlight.length === 0) continue;
    const command = run.inFlight[turn % run.inFlight.length] as Command;
    const { step, iteration, direction, attempt } = command;
    const at = run.at + 1;
    const reply = { type: 'reply', at, step, iteration, direction, attempt } as const;
    run.take({ ...reply, outcome: outcome?.(command, turn) ?? succeeds });
    turn += 1;
    if (turn >= TURNS_MAX) throw new Error('it does not end');
  }
  return turn;
}

const succeeds: ReplyOutcome = { type: 'succeeded', output: { id: 1 } };

/** Locks fall free, signals come in time, time passes; false: nothing was waited for. */
function endWaits(run: SagaRun): boolean {
  const heldLocks = run.state.locks.map(({ key }) => key);
  if (run.state.locks.some(({ status }) => status === 'waiting')) {
    run.take({ type: 'timer', at: run.at + 1, unsent: [], heldLocks });
    return true;
  }
  const waiting = run.definition.steps.find(
    ({ name }) => run.state.steps[name]?.status === 'waiting',
  );
  if (waiting?.does === 'wait') {
    const signal = { name: waiting.signal, id: `for-${waiting.name}`, payload: null };
    run.take({ type: 'signal', at: run.at + 1, ...signal });
  } else if (waiting) {
    run.take({ type: 'timer', at: nextWakeAt(run.state) ?? run.at, unsent: [] });
  }
  return waiting !== undefined;
}
