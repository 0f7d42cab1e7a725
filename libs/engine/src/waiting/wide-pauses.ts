import type { SagaDefinition } from '#definition';
import { coversTrouble, type Trouble } from '../pausing/groups.js';
import { covers, coversAll, isOver, touches } from '../pausing/pauses.js';
import { wireName, type KnownPause, type Outside, type Told } from './outside.js';
import type { Holding, Wait, Waits } from './wait.js';
import { heldWait } from './waits-of.js';

/** The waits, where those that such pauses hold are `paused` and no clock of them runs. */
export function withWidePauses(
  waits: Waits,
  { definition }: Told,
  known: Pick<Outside, 'pauses' | 'at'>,
): Waits {
  const pauses = known.pauses.filter(({ pause }) => !isOver(pause, known.at));
  if (definition === null || pauses.length === 0) return waits;
  const isPausedItself = waits.waits.some((wait) => wait.pauses !== undefined);
  const told = waits.waits.map((wait) => {
    const held = heldBy(wait, holding(wait, definition, pauses));
    return isPausedItself ? { ...held, until: null } : held;
  });
  const isAnyHeld = told.some((wait) => wait.pauses !== undefined);
  const all = pauses.filter(({ pause }) => coversAll(pause, definition));
  // of a step that is stuck nothing is held, and yet the saga is paused as a whole
  const whole = isAnyHeld || all.length === 0 ? [] : [heldBy(wholeOf(waits), all)];
  if (!isAnyHeld && whole.length === 0) return waits;
  // the deadline stands still with any step that is under way
  return { ...waits, waits: [...told, ...whole], deadlineAt: null };
}

/** Those that hold it now. */
function holding(
  wait: Wait,
  definition: SagaDefinition,
  pauses: readonly KnownPause[],
): readonly KnownPause[] {
  if (wait.code === 'stuck') return [];
  const step = wait.step === null ? undefined : definition.stepByName.get(wireName(wait.step));
  const trouble = step === undefined ? null : troubleIn(wait, definition.name);
  return pauses.filter(({ pause }) => {
    if (coversAll(pause, definition)) return true;
    // what has not begun is in no group
    if ('failureGroup' in pause.scope) return trouble !== null && coversTrouble(pause, trouble);
    // an earlier release did not say which step is held
    const isUnnamed = wait.code === 'paused' && wait.step === null && wait.pauses === undefined;
    if (isUnnamed) return touches(pause, definition);
    return step !== undefined && covers(pause, definition, step, wait.direction ?? 'execute');
  });
}

/** As `troubleAt` says it of the state; null: nothing is wrong. */
function troubleIn(
  { step, direction, attempt, code, error }: Wait,
  definition: string,
): Trouble | null {
  const isFirst = attempt === 0 || (attempt === 1 && code !== 'back-off');
  if (step === null || direction === null || isFirst) return null;
  return { definition, step: wireName(step), direction, error };
}

function heldBy(wait: Wait, held: readonly KnownPause[]): Wait {
  if (held.length === 0) return wait;
  const { pauses: own = [] } = wait;
  const wide = held.toSorted((one, other) => endOf(other) - endOf(one));
  const from = Math.min(...held.map(({ pause }) => pause.from));
  const until = Math.max(...held.map(endOf));
  return {
    ...wait,
    code: 'paused',
    // what was not under way yet waits since then or later
    since: own.length > 0 ? wait.since : Math.max(wait.since, from),
    until: own.length > 0 || until === Infinity ? null : until,
    pauses: [...own, ...wide.map(toHolding)],
  };
}

/** From when on it does not hold, or not everything, in ms; Infinity: until somebody acts. */
function endOf({ pause, by }: KnownPause): number {
  return pause.to ?? by.probeAt ?? Infinity;
}

function toHolding({ pause: { id, scope }, by }: KnownPause): Holding {
  return { ...by, pause: { id, scope } };
}

/** The saga, which is not under way with anything that a pause holds. */
function wholeOf({ waits }: Waits): Wait {
  return heldWait(Math.min(...waits.map(({ since }) => since)));
}
