/** Something that was looked at. `error`: sagas cannot go on as they should. */
export interface Finding {
  readonly level: 'ok' | 'note' | 'warning' | 'error';
  /** Stable. */
  readonly check: string;
  readonly text: string;
  /** The line to run next; null: there is nothing to do. */
  readonly run: string | null;
}

export function ok(check: string, text: string): Finding {
  return { level: 'ok', check, text, run: null };
}

/** A command that may leave does so within milliseconds; a broker may be away for a moment. */
const OUTBOX_AGE_MAX_MS = 10_000;
const TIMER_LAG_MAX_MS = 5_000;
const COMMIT_MAX_MS = 100;
const SKEW_MAX_MS = 2_000;
/** Replicas report once a second. */
const SILENCE_MAX_MS = 10_000;

export interface Overview {
  readonly countedAt: string;
  readonly backlog: {
    readonly outbox: number;
    readonly oldestOutboxAgeMs: number | null;
    readonly timersDue: number;
    readonly oldestTimerLagMs: number | null;
    readonly deadMessages: number;
    readonly stuckSagas: number;
    readonly pauses: number;
    readonly automaticPauses: number;
  };
  readonly replicas: readonly {
    readonly id: string;
    readonly seenAt: string;
    readonly hasLeft: boolean;
    readonly brokerLostAt: string | null;
    /** Of its release; null: it does not say, as earlier ones. A conductor before has none. */
    readonly version?: string | null;
  }[];
  readonly broker: { readonly status: string; readonly refusals: readonly string[] };
  readonly database: { readonly status: string; readonly commitMs: number };
}

/** What the figures of the conductor say about its broker, its database and its work. */
export function ofOverview(overview: Overview): readonly Finding[] {
  return [
    ofBroker(overview),
    ofDatabase(overview),
    ...ofReplicas(overview),
    ...ofBacklog(overview),
  ];
}

function ofBroker({ broker: { status, refusals } }: Overview): Finding {
  if (status === 'connected' && refusals.length === 0)
    return ok('broker', 'the broker is connected');
  const why = refusals.length === 0 ? '' : `; it refuses: ${refusals.join(', ')}`;
  return {
    level: status === 'connected' ? 'warning' : 'error',
    check: 'broker',
    text: `the broker is ${status}${why}`,
    run: refusals.length === 0 ? 'rabbitmq-diagnostics status' : 'rabbitmqctl list_permissions',
  };
}

function ofDatabase({ database: { status, commitMs } }: Overview): Finding {
  const took = `a commit takes ${Math.round(commitMs)} ms`;
  if (commitMs <= COMMIT_MAX_MS) return ok('database', `the database is ${status}; ${took}`);
  const run = 'conductor metrics | grep conductor_database';
  return { level: 'warning', check: 'database', text: `the database is slow: ${took}`, run };
}

function ofReplicas({ replicas, countedAt }: Overview): readonly Finding[] {
  const present = replicas.filter(({ hasLeft }) => !hasLeft);
  const silent = present.filter(
    ({ seenAt }) => Date.parse(countedAt) - Date.parse(seenAt) > SILENCE_MAX_MS,
  );
  const cutOff = present.filter(({ brokerLostAt }) => brokerLostAt !== null);
  const found = [
    ...silent.map(({ id, seenAt }) => `the replica ${id} was last seen at ${seenAt}`),
    ...cutOff.map(({ id, brokerLostAt }) => `the replica ${id} lost the broker at ${brokerLostAt}`),
  ].map((text): Finding => ({
    level: 'warning',
    check: 'replicas',
    text,
    run: 'conductor overview',
  }));
  if (present.length === 0) {
    const text = 'no replica has reported in the last half minute';
    found.push({ level: 'warning', check: 'replicas', text, run: 'conductor overview' });
  }
  return [
    ...(found.length > 0 ? found : [ok('replicas', `${counted(present, 'replica')} present`)]),
    ...ofVersions(present),
  ];
}

/** Releases may run side by side while they are exchanged, and no longer. */
function ofVersions(present: Overview['replicas']): readonly Finding[] {
  const versions = [...new Set(present.map(({ version }) => version ?? 'unknown'))].sort();
  if (versions.length === 0) return [];
  if (versions.length === 1) return [ok('versions', `all replicas are of ${versions[0]}`)];
  const text = `the replicas are of different releases: ${versions.join(', ')}`;
  return [{ level: 'warning', check: 'versions', text, run: 'conductor overview' }];
}

/** `1 saga is`, `2 sagas are`. */
function counted(items: number | readonly unknown[], name: string): string {
  const count = typeof items === 'number' ? items : items.length;
  return count === 1 ? `1 ${name} is` : `${count} ${name}s are`;
}

function ofBacklog({ backlog }: Overview): readonly Finding[] {
  const { outbox, oldestOutboxAgeMs, timersDue, oldestTimerLagMs } = backlog;
  const { deadMessages, stuckSagas, pauses } = backlog;
  const found: Finding[] = [];
  const add = (level: Finding['level'], check: string, text: string, run: string) =>
    found.push({ level, check, text, run });
  if ((oldestOutboxAgeMs ?? 0) > OUTBOX_AGE_MAX_MS) {
    const since = `the oldest for ${Math.round((oldestOutboxAgeMs ?? 0) / 1000)} s`;
    add(
      'error',
      'outbox',
      `${counted(outbox, 'message')} kept back, ${since}`,
      'conductor failures list',
    );
  }
  if ((oldestTimerLagMs ?? 0) > TIMER_LAG_MAX_MS) {
    const late = `${Math.round((oldestTimerLagMs ?? 0) / 1000)} s late`;
    add(
      'warning',
      'timers',
      `${counted(timersDue, 'timer')} due, up to ${late}`,
      'conductor overview',
    );
  }
  if (stuckSagas > 0) {
    add('warning', 'stuck', `${counted(stuckSagas, 'saga')} stuck`, 'conductor failures list');
  }
  if (deadMessages > 0) {
    const text = `${counted(deadMessages, 'message')} set aside: nobody could use them`;
    add('warning', 'dead-messages', text, 'conductor dead list --open true');
  }
  if (pauses > 0)
    add(
      'note',
      'pauses',
      `${counted(pauses, 'pause')} in force`,
      'conductor pause list --active true',
    );
  return found.length > 0 ? found : [ok('backlog', 'nothing is late, stuck or set aside')];
}

export interface Participant {
  readonly participant: string;
  readonly queueExists: boolean | null;
  readonly consumers: number | null;
  readonly ready: number | null;
  readonly undelivered?: string;
}

/** Participants that nobody serves, or that no command can reach. */
export function ofParticipants(participants: readonly Participant[]): readonly Finding[] {
  const found = participants.flatMap((each): Finding[] => {
    const { participant, consumers, queueExists, ready, undelivered } = each;
    const run = `conductor participant get ${participant}`;
    const say = (level: Finding['level'], text: string): Finding[] => [
      { level, check: 'participants', text: `${participant} ${text}`, run },
    ];
    if (undelivered !== undefined) return say('error', `cannot be reached: ${undelivered}`);
    if (queueExists === false) return say('warning', 'has no queue: it never ran here, or is gone');
    if (consumers === 0) return say('error', `has no consumer; ${ready ?? 0} commands wait`);
    return [];
  });
  const unseen = participants.filter(({ consumers, queueExists }) => {
    return consumers === null && queueExists === null;
  });
  if (unseen.length > 0) {
    const names = unseen.map(({ participant }) => participant).join(', ');
    const text = `the broker does not say who serves ${names}`;
    found.push({
      level: 'warning',
      check: 'participants',
      text,
      run: 'conductor participant list',
    });
  }
  if (found.length > 0) return found;
  return [ok('participants', `${counted(participants, 'participant')} served`)];
}

export interface Document {
  readonly name: string;
  readonly version: number;
  /** Participants whose commands it sends. */
  readonly participants: readonly string[];
}

/** Definitions that send commands to somebody who was never seen. */
export function ofDefinitions(
  documents: readonly Document[],
  participants: readonly Participant[],
): readonly Finding[] {
  const known = new Set(participants.map(({ participant }) => participant));
  const found = documents.flatMap(({ name, version, participants: needed }): readonly Finding[] => {
    const missing = needed.filter((each) => !known.has(each));
    if (missing.length === 0) return [];
    const text = `${name} ${version} sends commands to ${missing.join(', ')}, never seen here`;
    const run = `conductor definition plan ${name} ${version}`;
    return [{ level: 'warning', check: 'definitions', text, run }];
  });
  if (found.length > 0) return found;
  return [ok('definitions', `the participants of ${inAll(documents.length)} are known`)];
}

function inAll(definitions: number): string {
  return definitions === 1 ? '1 definition' : `all ${definitions} definitions`;
}

/** The clocks of two machines, in ms since 1970; `roundTripMs` is what the question took. */
export function ofClocks({
  here,
  there,
  roundTripMs,
}: {
  here: number;
  there: number;
  roundTripMs: number;
}): Finding {
  // a header tells whole seconds
  const skewMs = Math.max(0, Math.abs(here - there) - roundTripMs - 1000);
  if (skewMs <= SKEW_MAX_MS) return ok('clock', 'the clocks here and there agree');
  const text = `the conductor’s clock and the one here differ by ${Math.round(skewMs / 1000)} s`;
  return { level: 'warning', check: 'clock', text, run: 'timedatectl status' };
}
