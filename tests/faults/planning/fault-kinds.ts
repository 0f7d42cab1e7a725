/** Processes of a run, by the names that the plan and the report use. */
export const CONDUCTORS = ['conductor-1', 'conductor-2'] as const;
export const PARTICIPANTS = ['stock', 'payment', 'shipping'] as const;
/** A fault of links with this target breaks those of all processes: the server is away. */
export const ALL = 'all';

/** What a conductor should say of itself while the fault lasts; `any`: it depends. */
export type RightReadiness = 'not-ready' | 'degraded' | 'any';

export interface FaultKind {
  /** For people: what happens, and what the end of it is. */
  readonly effect: string;
  /** One of them is chosen by the seed. */
  readonly targets: readonly string[];
  /** Least and most length. */
  readonly seconds: readonly [number, number];
  readonly readiness: RightReadiness;
}

const LONG = [10, 60] as const;
/** As long as a supervisor takes to start a process again. */
const RESTART = [3, 10] as const;
const SERVER = ['-'];
const EVERY_PROCESS = [...CONDUCTORS, ...PARTICIPANTS];
const LINKS = [...EVERY_PROCESS, ALL, ALL, ALL];

export const FAULT_KINDS = {
  'conductor-kill': kind('kill -9, then started again', CONDUCTORS, RESTART),
  'conductor-pause': kind('SIGSTOP, then SIGCONT', CONDUCTORS, LONG),
  'participant-kill': kind('kill -9, then started again', PARTICIPANTS, RESTART),
  'participant-pause': kind('SIGSTOP, then SIGCONT', PARTICIPANTS, LONG),
  'pg-stop': kind('PostgreSQL stopped (fast), then started', SERVER, LONG, 'not-ready'),
  'pg-crash': kind('PostgreSQL stopped at once, then started', SERVER, LONG, 'not-ready'),
  'pg-freeze': kind('SIGSTOP to all of PostgreSQL', SERVER, LONG, 'not-ready'),
  'pg-read-only-database': kind(
    'alter database … set default_transaction_read_only, sessions ended; then reset',
    ['conductor', ALL],
    LONG,
    'not-ready',
  ),
  'pg-read-only-server': kind(
    'alter system set default_transaction_read_only and reload; then reset and reload',
    SERVER,
    LONG,
    'not-ready',
  ),
  'broker-stop': kind('RabbitMQ stopped, then started', SERVER, LONG, 'degraded'),
  'broker-crash': kind('kill -9 to RabbitMQ, then started', SERVER, LONG, 'degraded'),
  'broker-freeze': kind('SIGSTOP to all of RabbitMQ', SERVER, LONG, 'degraded'),
  'broker-alarm': kind('a memory alarm: nothing may be published', SERVER, LONG, 'degraded'),
  'broker-password': kind('password changed, connections closed', SERVER, LONG, 'degraded'),
  'broker-permissions': kind('permissions revoked, connections closed', SERVER, LONG, 'degraded'),
  'broker-wipe': kind('stopped, and started without its queues', SERVER, LONG, 'degraded'),
  'pg-link-freeze': kind('the link takes and says nothing', LINKS, LONG, 'not-ready'),
  'pg-link-cut': kind('the link is reset, and refuses', LINKS, LONG, 'not-ready'),
  'pg-link-delay': kind('the link takes 10 to 30 ms longer', LINKS, LONG),
  'pg-link-half-open': kind('open connections hear no answers any more', LINKS, LONG),
  'broker-link-freeze': kind('the link takes and says nothing', LINKS, LONG, 'degraded'),
  'broker-link-cut': kind('the link is reset, and refuses', LINKS, LONG, 'degraded'),
  'broker-link-delay': kind('the link takes 10 to 30 ms longer', LINKS, LONG),
  'broker-link-half-open': kind('open connections hear no answers any more', LINKS, LONG),
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof FAULT_KINDS;

export const FAULT_NAMES = Object.keys(FAULT_KINDS) as readonly FaultName[];

function kind(
  effect: string,
  targets: readonly string[],
  seconds: readonly [number, number],
  readiness: RightReadiness = 'any',
): FaultKind {
  return { effect, targets, seconds, readiness };
}
