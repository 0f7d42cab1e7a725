import { checkEffects } from './effects-check.js';
import type { Evidence, SagaRow } from './evidence.js';
import { indexEvidence, rootOf, type EvidenceIndex } from './evidence-index.js';
import { FATES } from './fates.js';
import type { Start } from '../load.js';
import { checkTurns } from './turns-check.js';
import { type Broken, violation, type Violation } from './violation.js';
import { excuseOf, spanOfGivingUp, type Span } from './went-back.js';

/**
 * A saga that went back because a participant itself was away, which the conductor could not know.
 */
export interface Excused extends Span {
  readonly sagaId: string;
  readonly why: string;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly excused: readonly Excused[];
}

/**
 * Decides whether a run kept the promises: every acknowledged start has one saga, which ended; it
 * went back only if its input says so; every effect exists once or not at all, in the right order;
 * nothing is left over. Shares no code with the engine.
 */
export function check(evidence: Evidence): Verdict {
  const index = indexEvidence(evidence);
  const judged = evidence.sagas.map((saga) => judge(saga, index));
  return {
    violations: [
      ...evidence.starts.flatMap((start) => checkStart(start, index)),
      ...judged.flatMap(({ violations }) => violations),
      ...checkStrangers(index),
      ...checkTurns(index),
      ...checkLeftovers(evidence),
      ...evidence.deaths.map(({ process, at, how }) =>
        violation({ from: at, to: at }, 'process-died', `${process}: ${how}, by itself`),
      ),
    ],
    excused: judged.flatMap(({ excused }) => excused),
  };
}

function checkStart(start: Start, { rootsOf, evidence }: EvidenceIndex): readonly Violation[] {
  const { key, definition, sagaId, refusedWith, wantedAt } = start;
  const sagas = rootsOf.get(key) ?? [];
  const span = { from: wantedAt, to: start.acknowledgedAt ?? evidence.endedAt };
  const report = (rule: string, detail: string): readonly Violation[] => [
    { ...violation(span, rule, `${definition} ${key}: ${detail}`), sagaId },
  ];
  if (refusedWith !== null) return report('start-refused', refusedWith);
  if (sagas.length > 1) return report('started-twice', sagas.map(({ id }) => id).join(', '));
  if (sagaId === null) return report('start-unanswered', 'nobody acknowledged it');
  if (sagas[0]?.id !== sagaId) return report('start-lost', 'it was acknowledged, and is not there');
  return [];
}

/** One saga, and its effects. */
function judge(saga: SagaRow, index: EvidenceIndex): Verdict {
  const { id, definition, status, createdAt } = saga;
  const life = { from: createdAt, to: saga.endedAt ?? index.evidence.endedAt };
  const report = ({ rule, detail, span = life }: Broken): Violation => ({
    ...violation(span, rule, `${definition}: ${detail}`),
    sagaId: id,
    history: index.evidence.histories.get(id) ?? [],
  });
  const torn = findTornHistory(saga);
  if (status !== 'completed' && status !== 'compensated') {
    const rule = status === 'stuck' ? 'stuck' : 'never-ended';
    const open = { rule, detail: `${status}, ${saga.error ?? 'without an error'}` };
    return { violations: [...torn, open].map(report), excused: [] };
  }
  const start = index.startOf.get(rootOf(saga, index).key ?? '');
  if (!FATES[definition] || !start) {
    const unknown = { rule: 'saga-of-nobody', detail: 'nobody wanted it' };
    return { violations: [report(unknown)], excused: [] };
  }
  const why = isTakenBackForNothing(saga, start) ? excuseOf(saga, index) : null;
  const wrongEnds = why === null ? findWrongEnd(saga, start, index) : [];
  const broken = [...torn, ...wrongEnds, ...checkEffects(saga, start, index)];
  return {
    violations: broken.map(report),
    excused: why === null ? [] : [{ sagaId: id, why, ...(spanOfGivingUp(saga, index) ?? life) }],
  };
}

function findTornHistory(saga: SagaRow): readonly Broken[] {
  const { version, entries, firstEntry, lastEntry } = saga;
  if (entries === lastEntry - firstEntry + 1 && lastEntry === version) return [];
  const detail = `${entries} entries from ${firstEntry} to ${lastEntry}, and version ${version}`;
  return [{ rule: 'history-torn', detail }];
}

function isTakenBackForNothing(saga: SagaRow, { input }: Start): boolean {
  return saga.parentId === null && saga.status === 'compensated' && input.refuseAt === null;
}

function findWrongEnd(saga: SagaRow, start: Start, index: EvidenceIndex): readonly Broken[] {
  const { status, error } = saga;
  const { refuseAt } = start.input;
  if (isTakenBackForNothing(saga, start)) {
    const detail = `for an outage alone: ${error ?? 'without an error'}`;
    return [{ rule: 'went-back', detail, span: spanOfGivingUp(saga, index) ?? undefined }];
  }
  const root = rootOf(saga, index);
  if (saga === root && status === 'completed' && refuseAt !== null) {
    return [{ rule: 'refusal-ignored', detail: `it completed, though ${refuseAt} was refused` }];
  }
  if (saga !== root && root.status !== status) {
    return [{ rule: 'child-astray', detail: `it is ${status}, and its parent ${root.status}` }];
  }
  return [];
}

/** Effects of sagas that are not known. */
function checkStrangers({ evidence, sagaOf }: EvidenceIndex): readonly Violation[] {
  return evidence.ledger
    .filter(({ sagaId }) => !sagaOf.has(sagaId))
    .map(({ at, sagaId, key }) => ({
      ...violation({ from: at, to: at }, 'effect-of-nobody', `${key}: there is no such saga`),
      sagaId,
    }));
}

function checkLeftovers({ leftovers, beganAt, endedAt }: Evidence): readonly Violation[] {
  const { outbox, locks, inboxOpen, deadMessages, queues } = leftovers;
  const span = { from: beganAt, to: endedAt };
  const full = queues.filter(({ messages }) => messages > 0);
  return [
    ...Object.entries({ outbox, locks, inboxOpen })
      .filter(([, count]) => count > 0)
      .map(([what, count]) => violation(span, 'left-behind', `${what}: ${count}`)),
    ...full.map(({ name, messages }) =>
      violation(span, 'left-behind', `queue ${name}: ${messages} messages`),
    ),
    ...deadMessages.map(({ reason, detail, at }) =>
      violation({ from: at, to: at }, 'dead-message', `${reason}: ${detail}`),
    ),
  ];
}
