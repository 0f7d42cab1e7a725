import type { Finding, Findings } from './finding.js';
import { instantText } from './instant-text.js';
import { ofApprovals, ofEmergencies, type LookedApproval, type LookedEmergency } from './people.js';
import type { AlertSettings } from './settings.js';

/** What is looked at to find what people should know. Instants are ms since the epoch. */
export interface Looked {
  readonly now: number;
  readonly groups: readonly LookedGroup[];
  /** null: there is none. */
  readonly oldestOpen: {
    readonly id: string;
    readonly definition: string;
    readonly createdAt: number;
  } | null;
  readonly deadMessages: {
    readonly open: number;
    /** Ever, as far as is known. */
    readonly total: number;
  };
  /** null: nothing waits. */
  readonly oldestOutboxMs: number | null;
  readonly outboxMessages: number;
  /** null: the broker cannot be asked. */
  readonly participants: readonly LookedParticipant[] | null;
  /** What waits for a second person, the oldest first. */
  readonly approvals: readonly LookedApproval[];
  readonly emergencies: readonly LookedEmergency[];
  /** Those that the conductor made by itself, and that go on. */
  readonly automaticPauses: readonly LookedPause[];
}

export interface LookedPause {
  /** `payment`, or `place-order/authorize`. */
  readonly of: string;
  readonly reason: string;
  readonly heldSagas: number;
}

export interface LookedGroup {
  readonly fingerprint: string;
  readonly definition: string;
  readonly step: string;
  readonly direction: string;
  readonly code: string;
  readonly kind: string;
  readonly stuck: number;
  readonly retrying: number;
  /** Sagas that ever came to it. */
  readonly sagas: number;
  readonly life: { readonly status: string };
  readonly samples: readonly { readonly sagaId: string; readonly message: string }[];
}

export interface LookedParticipant {
  readonly participant: string;
  readonly queue: string;
  /** Messages that wait, and who takes them. */
  readonly ready: number;
  readonly consumers: number;
}

/** Statuses of groups that people are told of; of all others somebody knows. */
const TOLD: ReadonlySet<string> = new Set(['new', 'regressed']);
const SAMPLES_MAX = 3;

export function findingsOf(looked: Looked, settings: AlertSettings): Findings {
  const open = looked.groups.filter(({ stuck, retrying }) => stuck + retrying > 0);
  const told = open.filter(({ life }) => TOLD.has(life.status));
  const quiet = open.filter(({ life }) => !TOLD.has(life.status));
  return {
    found: [
      ...told.map((group) => ofGroup(group, settings)),
      ...ofParticipants(looked.participants ?? [], settings),
      ...ofPauses(looked, settings),
      ...ofOldest(looked, settings),
      ...ofDeadMessages(looked),
      ...ofOutbox(looked, settings),
      ...ofApprovals(looked.approvals),
      ...ofEmergencies(looked.emergencies, { ...settings, now: looked.now }),
    ],
    quiet: new Set(quiet.map(({ fingerprint }) => `group:${fingerprint}`)),
    unknown: looked.participants === null ? ['participant:'] : [],
  };
}

function ofGroup(group: LookedGroup, { forMs }: AlertSettings): Finding {
  const { fingerprint, definition, step, direction, code, kind: what, stuck, retrying } = group;
  const kind = kindOf(group);
  const [first] = group.samples;
  const doing = DOING[direction] ?? direction;
  const count = stuck + retrying;
  const retry = { method: 'POST', path: `/v1/admin/sagas/${first?.sagaId ?? 'ID'}/retry` } as const;
  const show = { method: 'GET', path: `/v1/admin/failures/${fingerprint}` } as const;
  return {
    key: `group:${fingerprint}`,
    kind,
    title: `${definition}: ${step} ${TITLES[kind]} with ${code}`,
    text:
      `${sagas(count)} of ${definition} cannot ${doing} ${step}: ${code}, "${what}". ` +
      `${sagas(stuck)} ${stuck === 1 ? 'waits' : 'wait'} for a person, ` +
      `${retrying} ${retrying === 1 ? 'has' : 'have'} attempts left.`,
    count,
    total: group.sagas,
    forMs: kind === 'group-new' ? forMs.group : forMs.stuck,
    samples: group.samples.slice(0, SAMPLES_MAX),
    act:
      stuck > 0
        ? { text: 'Mend the cause in the participant, then retry one of them', ...retry }
        : { text: 'Look at the group; attempts go on by themselves', ...show },
    fingerprint,
    place: `/failures/${fingerprint}`,
    runbook: 'a-saga-is-stuck',
  };
}

const DOING: Readonly<Record<string, string>> = {
  execute: 'do',
  compensate: 'undo',
  inquire: 'find out about',
};
const TITLES = {
  stuck: 'is stuck',
  'group-new': 'fails',
  'group-regressed': 'fails again',
} as const;

function kindOf({ stuck, life }: LookedGroup): keyof typeof TITLES {
  if (life.status === 'regressed') return 'group-regressed';
  return stuck > 0 ? 'stuck' : 'group-new';
}

function sagas(count: number): string {
  return count === 1 ? '1 saga' : `${count} sagas`;
}

function ofParticipants(
  participants: readonly LookedParticipant[],
  { forMs }: AlertSettings,
): readonly Finding[] {
  return participants
    .filter(({ ready, consumers }) => ready > 0 && consumers === 0)
    .map(({ participant, queue, ready }) => ({
      key: `participant:${participant}`,
      kind: 'silent-participant',
      title: `${participant} takes no commands`,
      text: `${ready} messages wait in ${queue}, and nobody takes them.`,
      count: ready,
      // it is told once: more commands are no news
      total: 1,
      forMs: forMs.silent,
      samples: [],
      act: {
        text: `Start ${participant}, or see in its log why it takes nothing`,
        method: 'GET',
        path: '/v1/admin/participants',
      },
      fingerprint: null,
      place: `/participants/${participant}`,
      runbook: 'participants',
    }));
}

function ofPauses({ automaticPauses }: Looked, { forMs }: AlertSettings): readonly Finding[] {
  return automaticPauses.map(({ of, reason, heldSagas }) => ({
    key: `pause:${of}`,
    kind: 'automatic-pause',
    title: `${of} is paused automatically`,
    text: `${reason}. It holds ${sagas(heldSagas)}, and ends when an attempt is answered.`,
    count: heldSagas,
    // it is told once: more sagas are no news
    total: 1,
    forMs: forMs.group,
    samples: [],
    act: {
      text: 'Mend the participant; the next attempt that is answered ends the pause',
      method: 'GET',
      path: '/v1/admin/pauses?active=true',
    },
    fingerprint: null,
    place: '/pauses',
    runbook: 'automatic-pause',
  }));
}

function ofOldest({ now, oldestOpen }: Looked, { forMs }: AlertSettings): readonly Finding[] {
  if (oldestOpen === null || now - oldestOpen.createdAt < forMs.oldest) return [];
  const { id, definition, createdAt } = oldestOpen;
  const days = Math.floor((now - createdAt) / DAY_MS);
  const age = days > 0 ? `${days} days` : `${Math.floor((now - createdAt) / MINUTE_MS)} minutes`;
  return [
    {
      key: `oldest-open:${id}`,
      kind: 'oldest-open',
      title: `A saga of ${definition} has been open for ${age}`,
      text: `It began ${instantText(createdAt)} and has not ended.`,
      ...{ count: 1, total: 1, forMs: 0 },
      samples: [{ sagaId: id, message: null }],
      act: { text: 'See what it waits for', method: 'GET', path: `/v1/sagas/${id}` },
      fingerprint: null,
      place: `/sagas/${id}`,
      runbook: 'nothing-moves',
    },
  ];
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function ofDeadMessages({ deadMessages: { open, total } }: Looked): readonly Finding[] {
  if (open === 0) return [];
  return [
    {
      key: 'dead-messages',
      kind: 'dead-messages',
      title: `${open} dead ${open === 1 ? 'message' : 'messages'}`,
      text: 'What nobody could use was set aside with the reason.',
      ...{ count: open, total, forMs: 0 },
      samples: [],
      act: { text: 'See why, and who sent them', method: 'GET', path: '/v1/admin/dead-messages' },
      fingerprint: null,
      place: '/dead-messages',
      runbook: 'dead-messages',
    },
  ];
}

function ofOutbox(looked: Looked, { forMs }: AlertSettings): readonly Finding[] {
  const { oldestOutboxMs: age, outboxMessages } = looked;
  if (age === null || age < forMs.outbox) return [];
  return [
    {
      key: 'outbox-stalled',
      kind: 'outbox-stalled',
      title: 'Commands do not leave the outbox',
      text: `${outboxMessages} wait, the oldest for ${Math.round(age / 1000)} s.`,
      ...{ count: outboxMessages, total: 1, forMs: 0 },
      samples: [],
      act: { text: 'See whether the broker is there', method: 'GET', path: '/v1/admin/overview' },
      fingerprint: null,
      runbook: 'outbox-backlog',
    },
  ];
}
