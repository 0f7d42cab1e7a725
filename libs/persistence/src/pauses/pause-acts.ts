import type { PoolClient, QueryResultRow } from 'pg';
import type { pausing } from '#engine';
import type { ActVia } from '../audit/act.js';
import { recordActInStore } from '../audit/record-act.js';
import { StatementBatch } from '../store/statement-batch.js';

/** A pause of more than one saga, as people see it. */
export interface PauseRecord {
  readonly id: string;
  readonly scope: pausing.PauseScope;
  readonly withCompensations: boolean;
  readonly isAutomatic: boolean;
  readonly by: string;
  readonly reason: string;
  readonly beganAt: Date;
  /** null: it has no end of its own. */
  readonly until: Date | null;
  /** null: it goes on. */
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
  /** What it was made for; null: a person made it. */
  readonly failures: number | null;
  readonly failedSagas: number | null;
  /** Attempts that were let through. */
  readonly probes: number;
  /** null: none was. */
  readonly lastProbeAt: Date | null;
  /** null: a person made it, and nothing is let through. */
  readonly nextProbeAt: Date | null;
}

/** Who makes or ends a pause, and why. */
export interface PausedBy {
  readonly by: string;
  readonly via: ActVia;
  readonly credential: string | null;
  readonly reason: string;
  /** Left out or null: none. */
  readonly idempotencyKey?: string | null;
  /** A hash of the request that came with the key. */
  readonly fingerprint?: string;
}

export type PauseRow = Omit<PauseRecord, 'scope'> & { readonly scope: string };

export async function recordPauseAct(
  client: PoolClient,
  act: PausedBy & {
    readonly action: 'pause' | 'resume';
    readonly pause: PauseRecord;
    /** The automatic one whose place it takes. Left out: there is none. */
    readonly before?: PauseRecord;
  },
): Promise<void> {
  const { action, pause, by: actor, via, credential, reason } = act;
  const { idempotencyKey = null, fingerprint = '' } = act;
  const { id, scope, withCompensations } = pause;
  const until = pause.until?.toISOString() ?? null;
  const goesOn = { pause: id, until, withCompensations };
  const before = act.before === undefined ? null : { pause: act.before.id, isAutomatic: true };
  await recordActInStore(client, {
    ...{ actor, via, credential, action, reason, idempotencyKey, fingerprint },
    subject: subjectOf(scope),
    request: { scope: { ...scope }, until, withCompensations },
    before: action === 'pause' ? before : goesOn,
    after: action === 'pause' ? goesOn : null,
    outcome: { type: 'done' },
  });
}

function subjectOf(scope: pausing.PauseScope) {
  if ('participant' in scope) return { kind: 'participant', id: scope.participant } as const;
  if ('failureGroup' in scope) return { kind: 'group', id: scope.failureGroup } as const;
  if ('step' in scope) return { kind: 'step', id: `${scope.definition}/${scope.step}` } as const;
  return { kind: 'definition', id: scope.definition } as const;
}

export async function inTransaction<Result>(
  client: PoolClient,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query('begin');
  const result = await work();
  const commit = new StatementBatch(client);
  commit.add('commit');
  await commit.execute({ endsWithCommit: true });
  return result;
}

export async function run<Found extends QueryResultRow>(
  client: PoolClient,
  statement: { readonly name: string; readonly text: string },
  values: readonly unknown[],
): Promise<readonly Found[]> {
  const statements = new StatementBatch(client);
  const result = statements.add<Found>({ ...statement, values });
  await statements.execute();
  return result().rows;
}

export function toRecord({ scope, ...row }: PauseRow): PauseRecord {
  return { ...row, scope: JSON.parse(scope) as pausing.PauseScope };
}
