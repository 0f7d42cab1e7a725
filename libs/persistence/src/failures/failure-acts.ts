import type { Pool } from 'pg';
import { act, lifeBy, type GroupFacts, type Life, type LifeAct } from '#failures';
import type { JsonValue } from '#protocol';
import type { Act } from '../audit/act.js';
import { actStatement } from '../audit/record-act.js';
import { KNOW_GROUP, WRITE_LIFE, type LifeRow } from '../sql/failures/lives.js';
import { StatementBatch } from '../store/statement-batch.js';
import { StoreConnections } from '../store/store-connections.js';

/** What a row needs that there may not be yet. */
export interface GroupPlace {
  readonly fingerprint: string;
  readonly definition: string;
  readonly step: string;
  readonly direction: string;
  readonly code: string;
  readonly message: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

export interface GroupAct {
  readonly group: GroupPlace;
  readonly facts: GroupFacts;
  readonly what: LifeAct;
  /** The revision that the caller saw; null: any will do. */
  readonly expectedRevision: number | null;
  /** Who, how and why; of the rest the audit log has what is known here. */
  readonly by: Pick<Act, 'actor' | 'via' | 'credential' | 'reason' | 'request'> & {
    readonly idempotencyKey: string | null;
    /** A hash of the request: tells whether a key came with the same one. */
    readonly fingerprint: string;
  };
}

export type GroupActResult =
  | { readonly type: 'done' }
  | { readonly type: 'changed'; readonly revision: number }
  | { readonly type: 'refused'; readonly status: Life['status']; readonly revision: number };

/** Changes what people make of a group, and records it, in one transaction. */
export class FailureActs {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /** Resolves after the commit. @throws StoreUnavailableError, StoreContentionError */
  apply(request: GroupAct): Promise<GroupActResult> {
    const { group } = request;
    return this.connections.use(async (client) => {
      const reading = new StatementBatch(client);
      reading.add('begin');
      const known = reading.add<LifeRow>({ ...KNOW_GROUP, values: placeValues(group) });
      await reading.execute();
      const decided = decide(request, known().rows[0]);
      const writing = new StatementBatch(client);
      if (decided.life === undefined) {
        writing.add('rollback');
      } else {
        writing.add({ ...WRITE_LIFE, values: [group.fingerprint, JSON.stringify(decided.life)] });
        writing.add(actStatement(recordOf(request, decided)));
        writing.add('commit');
      }
      await writing.execute({ endsWithCommit: decided.life !== undefined });
      return decided.result;
    });
  }
}

interface Decided {
  readonly result: GroupActResult;
  readonly before?: Life;
  /** Left out: nothing changes. */
  readonly life?: Life;
}

function decide(request: GroupAct, row?: LifeRow): Decided {
  const { by, facts, what, expectedRevision } = request;
  if (!row) throw new Error('a group that is known has a row');
  const { revision } = row;
  if (expectedRevision !== null && expectedRevision !== revision) {
    return { result: { type: 'changed', revision } };
  }
  const before = lifeBy(JSON.parse(row.life) as Life, facts);
  const life = act(before, what, by.actor, facts);
  if (life === null) return { result: { type: 'refused', status: before.status, revision } };
  return { result: { type: 'done' }, before, life };
}

function recordOf({ group, what, by }: GroupAct, { before, life }: Decided): Act {
  const { actor, via, credential, reason, request, idempotencyKey, fingerprint } = by;
  return {
    ...{ actor, via, credential, reason, request, idempotencyKey, fingerprint },
    action: `${what.name}-group`,
    subject: { kind: 'group', id: group.fingerprint },
    before: before as unknown as JsonValue,
    after: life as unknown as JsonValue,
    outcome: { type: 'done' },
  };
}

function placeValues(group: GroupPlace): unknown[] {
  const { fingerprint, definition, step, direction, code, message } = group;
  const { firstSeenAt, lastSeenAt } = group;
  return [fingerprint, definition, step, direction, code, message, firstSeenAt, lastSeenAt];
}
