import type { Looked, LookedParticipant } from '#alerts';
import type { ParticipantStore } from '#persistence';
import type { AlertQueries, FailureQueries, OverviewQueries } from '#queries';
import { MASKED } from '../../api/masking/mask-answer.js';
import type { MarkedDefinitions } from '../../api/masking/marked-definitions.js';
import type { ParticipantQueues } from '../../api/participants/participant-queues.js';

/** Participants that are looked at: more than any installation has. */
const PARTICIPANTS_MAX = 100;

export interface LookParts {
  readonly failures: Pick<FailureQueries, 'groups' | 'members'>;
  readonly overview: Pick<OverviewQueries, 'backlog' | 'oldestOpenSaga'>;
  readonly alerts: Pick<
    AlertQueries,
    'deadMessages' | 'automaticPauses' | 'waitingApprovals' | 'emergencies'
  >;
  readonly participants: Pick<ParticipantStore, 'list'>;
  readonly queues: Pick<ParticipantQueues, 'inspect' | 'nameOf'>;
  readonly marked: Pick<MarkedDefinitions, 'of' | 'isEmpty'>;
}

/**
 * Reads all that people may have to be told of, as viewers see it: nobody logs in to hear of it.
 * @throws what the database does
 */
export async function look(parts: LookParts): Promise<Looked> {
  const { failures, overview, alerts } = parts;
  const [{ groups }, backlog, oldest, deadMessages, participants, ...ofPeople] = await Promise.all([
    failures.groups(),
    overview.backlog(),
    overview.oldestOpenSaga(),
    alerts.deadMessages(),
    lookAtParticipants(parts),
    alerts.waitingApprovals(),
    alerts.emergencies(),
    alerts.automaticPauses(),
  ]);
  return {
    now: Date.now(),
    groups: groups.map((group) => asTold(group, parts.marked)),
    oldestOpen: oldest && { ...oldest, createdAt: oldest.createdAt.getTime() },
    deadMessages,
    oldestOutboxMs: backlog.oldestOutboxAgeMs,
    outboxMessages: backlog.outbox,
    participants,
    approvals: ofPeople[0].map((approval) =>
      approval.subjectKind === 'lock' && !parts.marked.isEmpty
        ? { ...approval, subjectId: MASKED }
        : approval,
    ),
    emergencies: ofPeople[1],
    automaticPauses: ofPeople[2],
  };
}

type Group = Awaited<ReturnType<FailureQueries['groups']>>['groups'][number];

function asTold(
  { sampleSagaIds, ...group }: Group,
  marked: LookParts['marked'],
): Looked['groups'][number] {
  const { message, kind } = withoutMarked(group, marked);
  return { ...group, kind, samples: sampleSagaIds.map((sagaId) => ({ sagaId, message })) };
}

/** What participants said may be what the definition marks; its code is no secret. */
export function withoutMarked<
  Told extends { readonly definition: string; readonly kind: string; readonly message: string },
>(group: Told, marked: Pick<MarkedDefinitions, 'of'>): Told {
  if (marked.of(group.definition) === null) return group;
  return { ...group, kind: MASKED, message: MASKED };
}

/** null: the broker cannot be asked, or not for all of them. */
async function lookAtParticipants({
  participants,
  queues,
}: LookParts): Promise<readonly LookedParticipant[] | null> {
  const { rows } = await participants.list({ afterName: null, limit: PARTICIPANTS_MAX });
  const names = rows.map(({ participant }) => participant);
  const states = await queues.inspect(names);
  if ([...states.values()].includes('unknown')) return null;
  return names.map((participant) => {
    const state = states.get(participant);
    const { ready, consumers } = state && state !== 'unknown' ? state : { ready: 0, consumers: 0 };
    return { participant, queue: queues.nameOf(participant), ready, consumers };
  });
}
