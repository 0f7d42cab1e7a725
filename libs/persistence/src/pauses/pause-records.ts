import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { pausing } from '#engine';
import { readRows, type Reader } from '#database';
import { ACTIVE_PAUSES_MAX, REPLACE_AUTOMATIC } from '../sql/pauses/automatic-pauses.js';
import type { Seen } from '../sql/seen/seen.js';
import {
  ADD_PAUSE,
  CLOSE_EXPIRED,
  COUNT_ACTIVE_PAUSES,
  END_PAUSE,
  FIND_PAUSE,
  FORGET_PAUSES,
  HAS_STEP,
  LIST_PAUSES,
  PAUSE_OF_SCOPE,
  SCOPE_OF_PAUSE,
} from '../sql/pauses/write-pauses.js';
import { StoreConnections } from '../store/store-connections.js';
import {
  inTransaction,
  recordPauseAct,
  run,
  toRecord,
  type PausedBy,
  type PauseRecord,
  type PauseRow,
} from './pause-acts.js';

export interface ListedPause extends PauseRecord {
  /** Sagas of which it holds something, as far as they were looked at. */
  readonly heldSagas: number;
  readonly position: string;
}

export interface PauseRequest extends PausedBy {
  readonly scope: pausing.PauseScope;
  readonly withCompensations: boolean;
  readonly until: Date | null;
}

export type PauseOutcome =
  | { readonly type: 'done'; readonly pause: PauseRecord }
  /** This scope is paused already. */
  | { readonly type: 'already'; readonly pause: PauseRecord }
  | { readonly type: 'too-many' };

export type ResumeOutcome =
  | { readonly type: 'done'; readonly pause: PauseRecord }
  /** Somebody else ended it, or its time was up. */
  | { readonly type: 'over'; readonly pause: PauseRecord }
  | { readonly type: 'not-found' };

/** As many as READ_PAUSES gives. */
const PAST_MAX = 1000;

/** Makes and ends pauses of more than one saga, for people, and lists them. */
export class PauseRecords {
  private readonly connections: StoreConnections;

  constructor(
    pool: Pool,
    private readonly reader: Reader,
  ) {
    this.connections = new StoreConnections(pool);
  }

  /** @throws StoreUnavailableError */
  add(request: PauseRequest): Promise<PauseOutcome> {
    return this.connections.use((client) => inTransaction(client, () => add(client, request)));
  }

  /** @throws StoreUnavailableError */
  end(request: PausedBy & { readonly id: string }): Promise<ResumeOutcome> {
    const { id, by, reason } = request;
    return this.connections.use((client) =>
      inTransaction(client, async () => {
        await run(client, CLOSE_EXPIRED, []);
        const [ended] = await run<PauseRow>(client, END_PAUSE, [id, by, reason]);
        if (ended) {
          const pause = toRecord(ended);
          await recordPauseAct(client, { action: 'resume', pause, ...request });
          return { type: 'done', pause };
        }
        const [known] = await run<PauseRow>(client, FIND_PAUSE, [id]);
        if (!known) return { type: 'not-found' };
        return { type: 'over', pause: toRecord(known) };
      }),
    );
  }

  /** What a pause covers, and whether that concerns these definitions; null: there is none. */
  async scopeOf(
    id: string,
    seen: readonly string[],
  ): Promise<{ readonly scope: pausing.PauseScope; readonly isSeen: boolean } | null> {
    const [row] = await readRows<{ readonly scope: string; readonly isSeen: boolean }>(
      this.reader,
      SCOPE_OF_PAUSE,
      [id, seen],
    );
    return row ? { ...row, scope: JSON.parse(row.scope) as pausing.PauseScope } : null;
  }

  /** Whether one of the newest versions of a definition has such a step. */
  async hasStep(definition: string, step: string): Promise<boolean> {
    const named = JSON.stringify({ steps: [{ name: step }] });
    const [row] = await readRows<{ readonly found: boolean }>(this.reader, HAS_STEP, [
      definition,
      named,
    ]);
    return row?.found === true;
  }

  /** Newest first. `after` null: the first page. */
  async list(page: {
    readonly isActive: boolean;
    readonly after: { readonly position: string; readonly id: string } | null;
    readonly limit: number;
    /** Those that concern these definitions, and their sagas; null: all. */
    readonly seen: Seen;
  }): Promise<readonly ListedPause[]> {
    const { isActive, after, limit, seen } = page;
    const values = [isActive, after?.position ?? null, after?.id ?? null, limit, seen];
    const rows = await readRows<PauseRow & { heldSagas: number; position: string }>(
      this.reader,
      LIST_PAUSES,
      values,
    );
    return rows.map((row) => {
      return { ...toRecord(row), heldSagas: row.heldSagas, position: row.position };
    });
  }
}

async function add(client: PoolClient, request: PauseRequest): Promise<PauseOutcome> {
  const { scope, withCompensations, until, by, reason } = request;
  const scopeText = JSON.stringify(scope);
  await run(client, CLOSE_EXPIRED, []);
  await run(client, FORGET_PAUSES, [PAST_MAX]);
  const [counted] = await run<{ readonly active: number }>(client, COUNT_ACTIVE_PAUSES, []);
  if ((counted?.active ?? 0) >= ACTIVE_PAUSES_MAX) return { type: 'too-many' };
  const values = [randomUUID(), scopeText, withCompensations, by, reason];
  const [added] = await run<PauseRow>(client, ADD_PAUSE, [...values, until?.toISOString() ?? null]);
  if (added) {
    const pause = toRecord(added);
    const ended = await run<PauseRow>(client, REPLACE_AUTOMATIC, [scopeText, by, pinned(reason)]);
    const [replaced] = ended.map(toRecord);
    const before = replaced === undefined ? {} : { before: replaced };
    await recordPauseAct(client, { action: 'pause', pause, ...before, ...request });
    return { type: 'done', pause };
  }
  const [active] = await run<PauseRow>(client, PAUSE_OF_SCOPE, [scopeText]);
  // it ended just now: the caller is told to try again
  if (!active) throw new Error('the pause of this scope has ended meanwhile');
  return { type: 'already', pause: toRecord(active) };
}

function pinned(reason: string): string {
  return `they made a pause of their own: ${reason}`;
}
