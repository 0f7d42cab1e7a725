import type { PauseScope } from '../pausing/pauses.js';
import type { Direction, SagaError } from '../state/saga-state.js';
import { askedOf, childOf, commandOf, refined, type Outside, type Told } from './outside.js';
import { clauseOf, pausersOf } from './sentence.js';
import { counted, instant, short } from '../texts/texts.js';
import { withWidePauses } from './wide-pauses.js';
import { type Code, compareCodes, type Wait, type Waits } from './wait.js';

/** What a saga waits for, as people and programs read it. Instants in ms since the epoch. */
export interface Waiting {
  /** That of the most telling thing that it waits for. */
  readonly code: Code;
  /** One sentence in English of at most 300 characters. */
  readonly text: string;
  readonly since: number;
  /** When something happens to the saga by itself; null: nothing does until somebody acts. */
  readonly until: number | null;
  /** All that it waits for, the most telling first; at most some twenty. */
  readonly on: readonly WaitingOn[];
}

export interface WaitingOn {
  readonly code: Code;
  /** null: the saga as a whole. */
  readonly step: string | null;
  readonly direction: Direction | null;
  readonly since: number;
  readonly until: number | null;
  /** The latest attempt in this direction; 0: no command is in question. */
  readonly attempt: number;
  /** At most the first 500 characters of its message, as lists have it. */
  readonly error: SagaError | null;
  /** The signal's, event's, lock's or child definition's; null: none, or it is not known. */
  readonly name: string | null;
  /** With `signal`: what people are asked; null: nobody is, or it is not known. */
  readonly title: string | null;
  /** The event's key; null: it waits for none. */
  readonly key: string | null;
  /** null: it waits for none, or it is not known which. */
  readonly participant: string | null;
  /** The saga that holds the lock, or the child saga; null: none, or it is not known. */
  readonly sagaId: string | null;
  /** What holds it, that which ends last first; at most ten. */
  readonly pauses: readonly WaitingPause[];
}

/** null, both: the saga itself is paused. */
export interface WaitingPause {
  readonly id: string | null;
  readonly scope: PauseScope | null;
}

export const TEXT_CHARS_MAX = 300;

/** Puts what the state says and what is known beside it into words. */
export function tellWaiting(own: Waits, told: Told, outside: Outside): Waiting {
  const waits = withWidePauses(own, told, outside);
  const all = waits.waits
    .map((wait) => ({ wait, code: refined(wait, told, outside), told, outside }))
    // what is equally telling keeps its order
    .toSorted((one, other) => compareCodes(one.code, other.code));
  const [first] = all;
  if (first === undefined) throw new Error(`saga ${told.sagaId} waits for nothing`);
  const until = untilOf(waits);
  return {
    code: first.code,
    text: sentence([clauseOf(first), ...circumstances(first, waits, until)]),
    since: first.wait.since,
    until,
    on: all.map(({ wait, code }) => toOn(wait, code, { told, outside })),
  };
}

/** The earliest instant at which something happens by itself. */
function untilOf({ waits, deadlineAt }: Waits): number | null {
  const instants = waits.map(({ until }) => until ?? Infinity);
  const earliest = Math.min(deadlineAt ?? Infinity, ...instants);
  return earliest === Infinity ? null : earliest;
}

/** What else a person has to know, the most important first: the end may be cut off. */
function circumstances(
  { wait, code }: { readonly wait: Wait; readonly code: Code },
  { waits, more, deadlineAt, undo }: Waits,
  until: number | null,
): readonly string[] {
  const others = waits.length - 1 + more;
  const pauses = waits.find((each) => each.pauses !== undefined)?.pauses;
  const isDeadlineNext = deadlineAt !== null && deadlineAt === until && deadlineAt !== wait.until;
  const needsPerson =
    code === 'stuck' || (code === 'paused' && wait.until === null && isUpToPersons(wait));
  return [
    ...(needsPerson ? [until === null ? 'nothing happens until you act' : 'it needs you'] : []),
    ...(code === 'stuck' && pauses !== undefined ? [`beside, ${pausersOf(pauses)}`] : []),
    ...(undo === null
      ? []
      : [`${undo.done} of ${counted(undo.of, 'step is', 'steps are')} undone`]),
    ...(isDeadlineNext ? [`the deadline is ${instant(deadlineAt)}`] : []),
    ...(others > 0 ? [`${counted(others, 'other wait')} beside it`] : []),
  ];
}

/** Unlike a pause that the conductor itself ends once it finds out that it can. */
function isUpToPersons({ pauses = [] }: Wait): boolean {
  return pauses.some(({ probeAt }) => probeAt === undefined);
}

function sentence(parts: readonly string[]): string {
  const text = short(parts.join('; '), TEXT_CHARS_MAX - 1);
  return `${text.replace(/^it /, 'It ')}.`;
}

function toOn(
  wait: Wait,
  code: Code,
  { told, outside }: { readonly told: Told; readonly outside: Outside },
): WaitingOn {
  const { step, direction, since, until, attempt, error } = wait;
  const command = wait.direction === null ? null : commandOf(wait, told);
  const child = command?.child ?? null;
  return {
    code,
    step,
    direction,
    since,
    until,
    attempt,
    error: shortened(error),
    pauses: (wait.pauses ?? []).slice(0, PAUSES_MAX).map(({ pause }) => {
      return { id: pause?.id ?? null, scope: pause?.scope ?? null };
    }),
    name: child?.definition ?? wait.name,
    title: code === 'signal' ? askedOf(wait, told) : null,
    key: wait.key ?? null,
    participant: child === null ? (command?.participant ?? null) : null,
    sagaId:
      wait.code === 'lock'
        ? (outside.holders.get(wait.name ?? '') ?? null)
        : child === null
          ? null
          : (childOf(wait, told, outside)?.id ?? null),
  };
}

const PAUSES_MAX = 10;
const ERROR_CODE_CHARS_MAX = 100;
const ERROR_CHARS_MAX = 500;

function shortened(error: SagaError | null): SagaError | null {
  if (error === null) return null;
  const { code, message } = error;
  return {
    code: code.slice(0, ERROR_CODE_CHARS_MAX),
    message: message.slice(0, ERROR_CHARS_MAX),
  };
}
