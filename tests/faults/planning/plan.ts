import { FAULT_KINDS, FAULT_NAMES, type FaultKind, type FaultName } from './fault-kinds.js';
import { between, pick, randomOf, shuffle, type Range } from './random.js';

/** One fault of a run; instants are seconds from the start of the load. */
export interface PlannedFault {
  /** From 1. */
  readonly number: number;
  readonly name: FaultName;
  readonly target: string;
  readonly atS: number;
  readonly lastsS: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly minutes: number;
  /** Left out: all. */
  readonly only?: readonly FaultName[] | undefined;
  /** Seconds between two faults; left out: long enough to be ready again. */
  readonly quiet?: Range | undefined;
  /** Seconds that each lasts; left out: as its kind has it. */
  readonly lasting?: Range | undefined;
}

/** Sagas run undisturbed before the first fault, to show what is wrong without any. */
const WARM_UP_S = 15;
/** Between two faults: long enough to be ready again, and for delayed work to finish. */
const QUIET_S = [20, 35] as const;
/**
 * Also chosen by the seed. A participant's transaction takes about eight round trips: if each is
 * slower than this, it misses its one-second timeout, and rightly counts as unanswered.
 */
const DELAY_MS = [10, 30] as const;

/**
 * Schedules the faults, from the options alone. Every kind comes once before any repeats, in random
 * order; the last one ends within `minutes`.
 */
export function planFaults(options: PlanOptions): PlannedFault[] {
  const { seed, minutes, only = FAULT_NAMES, quiet = QUIET_S, lasting } = options;
  const random = randomOf(seed, 'plan');
  const planned: PlannedFault[] = [];
  let deck: FaultName[] = [];
  for (let atS = WARM_UP_S; ;) {
    if (deck.length === 0) deck = [...shuffle(random, only)];
    const name = deck.pop() as FaultName;
    const { seconds: usual, targets }: FaultKind = FAULT_KINDS[name];
    const seconds = lasting ?? usual;
    const target = pick(random, targets);
    const roomS = Math.floor(minutes * 60 - atS);
    if (roomS < seconds[0]) return planned;
    const lastsS = Math.min(between(random, seconds), roomS);
    planned.push({ number: planned.length + 1, name, target, atS, lastsS });
    atS += lastsS + between(random, quiet);
  }
}

/** The added delay of a link in each direction, for one fault. */
export function delayMsOf(seed: number, { number }: PlannedFault): number {
  return between(randomOf(seed, `delay ${number}`), DELAY_MS);
}

export function describePlan(planned: readonly PlannedFault[]): string {
  return planned
    .map(({ number, name, target, atS, lastsS }) => {
      const columns = [String(number).padStart(3), clock(atS), `${lastsS} s`.padStart(5)];
      return [...columns, name.padEnd(22), target.padEnd(12), FAULT_KINDS[name].effect].join('  ');
    })
    .join('\n');
}

/** `4:05` */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`.padStart(6);
}
