import type { AlertKind, Finding, Findings } from './finding.js';

/** What is remembered of something that was found. Instants are ms since the epoch. */
export interface AlertState {
  readonly key: string;
  readonly since: number;
  readonly foundAt: number;
  /** As it was found last. */
  readonly finding: Finding;
  /** null: nobody was told yet. */
  readonly told: { readonly at: number; readonly kind: AlertKind; readonly total: number } | null;
}

export interface AlertMessage {
  readonly event: 'firing' | 'resolved' | 'more' | 'test';
  readonly at: number;
  readonly since: number;
  /** How many came since the message before; null: it is the first one, or the last. */
  readonly plus: number | null;
  readonly finding: Finding;
}

export interface TrackOptions {
  readonly now: number;
  /** Between two messages about one thing. */
  readonly intervalMs: number;
  /** How long it has to be gone before people are told that it is. */
  readonly goneMs: number;
  /** Messages of one look; what is beyond is told in one. */
  readonly messagesMax: number;
}

export interface Tracked {
  readonly states: readonly AlertState[];
  readonly messages: readonly AlertMessage[];
}

/** Things remembered at most; beyond, the smallest are left out. */
export const STATES_MAX = 1_000;

/** What to remember, and what to tell, after a look. */
export function track(
  before: readonly AlertState[],
  findings: Findings,
  options: TrackOptions,
): Tracked {
  const known = new Map(before.map((state) => [state.key, state]));
  const found = new Set(findings.found.map(({ key }) => key));
  const states: AlertState[] = [];
  const messages: AlertMessage[] = [];
  const add = ({ state, message }: Step): void => {
    if (state) states.push(state);
    if (message) messages.push(message);
  };
  for (const finding of findings.found) add(see(known.get(finding.key), finding, options));
  for (const state of before) {
    if (found.has(state.key)) continue;
    if (findings.unknown.some((beginning) => state.key.startsWith(beginning))) add({ state });
    else if (!findings.quiet.has(state.key)) add(miss(state, options));
  }
  return {
    states: states.toSorted((a, b) => byUrgency(a.finding, b.finding)).slice(0, STATES_MAX),
    messages: gathered(messages, options),
  };
}

interface Step {
  /** Left out: it is forgotten. */
  readonly state?: AlertState;
  readonly message?: AlertMessage;
}

function see(state: AlertState | undefined, finding: Finding, options: TrackOptions): Step {
  const { now } = options;
  const since = state?.since ?? now;
  const told = state?.told ?? null;
  const next = { key: finding.key, since, foundAt: now, finding, told };
  if (!isDue(next, options)) return { state: next };
  const plus = told === null ? null : finding.total - told.total;
  const { kind, total } = finding;
  return {
    state: { ...next, told: { at: now, kind, total } },
    message: { event: 'firing', at: now, since, plus, finding },
  };
}

function isDue({ since, finding, told }: AlertState, { now, intervalMs }: TrackOptions): boolean {
  if (told === null) return now - since >= finding.forMs;
  // retrying sagas that are stuck now: that is another matter
  if (told.kind !== finding.kind && finding.kind !== 'group-new') return true;
  return now - told.at >= intervalMs && finding.total > told.total;
}

function miss(state: AlertState, { now, goneMs }: TrackOptions): Step {
  const { told, foundAt, since, finding } = state;
  if (told === null) return {};
  if (now - foundAt < goneMs) return { state };
  // who was told of it is told, also when it was less than that when it was seen last
  const { kind } = told;
  return {
    message: { event: 'resolved', at: now, since, plus: null, finding: { ...finding, kind } },
  };
}

/** When everything fails at once, one message says how many more there are. */
function gathered(
  messages: readonly AlertMessage[],
  { messagesMax, now }: TrackOptions,
): readonly AlertMessage[] {
  if (messages.length <= messagesMax) return messages;
  const sorted = messages.toSorted((a, b) => byUrgency(a.finding, b.finding));
  const rest = sorted.slice(messagesMax - 1);
  const [first] = rest;
  if (!first) return sorted;
  const firing = rest.filter(({ event }) => event === 'firing').length;
  const finding: Finding = {
    ...first.finding,
    key: 'more',
    title: `${rest.length} more alerts`,
    text: `${firing} more things are wrong, and ${rest.length - firing} are right again.`,
    count: rest.length,
    total: rest.length,
    samples: [],
    act: { text: 'Look at all groups', method: 'GET', path: '/v1/admin/failures' },
    fingerprint: null,
    place: '/alerts',
  };
  const more: AlertMessage = { event: 'more', at: now, since: now, plus: null, finding };
  return [...sorted.slice(0, messagesMax - 1), more];
}

/** That a key for emergencies was used must not be lost among many troubles. */
function byUrgency(a: Finding, b: Finding): number {
  const isEmergency = ({ kind }: Finding): number => Number(kind === 'break-glass');
  return isEmergency(b) - isEmergency(a) || b.count - a.count;
}
