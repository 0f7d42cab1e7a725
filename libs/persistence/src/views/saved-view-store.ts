import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { readRows, type Reader } from '#database';
import type { Act } from '../audit/act.js';
import { recordActInStore } from '../audit/record-act.js';
import { StatementBatch } from '../store/statement-batch.js';
import { StoreConnections } from '../store/store-connections.js';

/** A filter that somebody keeps under a name. */
export interface SavedView {
  readonly id: string;
  /** Who made it. */
  readonly owner: string;
  readonly name: string;
  /** The canonical text of a filter. */
  readonly filter: string;
  /** All callers see it; else its owner alone. */
  readonly isShared: boolean;
  /** Callers of these roles see it first. */
  readonly defaultFor: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type ViewContent = Pick<SavedView, 'name' | 'filter' | 'isShared'>;

/** Who changes a view, and by what way. */
export interface ViewCaller extends Pick<
  Act,
  'actor' | 'via' | 'credential' | 'idempotencyKey' | 'fingerprint'
> {
  readonly isAdmin: boolean;
  /** false: the filters of others may name what the caller may not see. */
  readonly seesShared: boolean;
}

/** `not-found`: there is none that the caller sees. `not-yours`: it is shared, by somebody else. */
export type ViewChange =
  | { readonly type: 'done'; readonly view: SavedView }
  | { readonly type: 'too-many' | 'name-taken' | 'not-found' | 'not-yours' | 'not-shared' };

/** Far more than anybody looks through. */
export const VIEWS_OF_CALLER_MAX = 100;

/** Keeps views, so many of each caller. */
export class SavedViewStore {
  private readonly connections: StoreConnections;

  constructor(
    pool: Pool,
    private readonly lists: Reader,
  ) {
    this.connections = new StoreConnections(pool);
  }

  /** What the caller sees, its own and shared ones, in order of name after the position. */
  async list(page: {
    readonly by: Pick<ViewCaller, 'actor' | 'seesShared'>;
    /** Name and id of the last one of the page before; null: from the beginning. */
    readonly after: readonly [name: string, id: string] | null;
    readonly limit: number;
  }): Promise<readonly SavedView[]> {
    const [name = null, id = null] = page.after ?? [];
    return readRows<SavedView>(
      this.lists,
      `select ${COLUMNS} from saved_view
        where (owner = $1 or (is_shared and $5::boolean))
          and ($2::text is null or (name, id) > ($2::text collate "C", $3::uuid))
        order by name, id limit $4`,
      [page.by.actor, name, id, page.limit, page.by.seesShared],
    );
  }

  create(content: ViewContent, caller: ViewCaller): Promise<ViewChange> {
    const { actor } = caller;
    return this.change(async (client) => {
      // a caller's own calls take turns, so that they do not exceed the limit together
      const lock = `select pg_advisory_xact_lock(hashtextextended('saved views of ' || $1, 0))`;
      await run(client, lock, [actor]);
      const own = `select count(*)::int as views,
          coalesce(bool_or(name = $2::text collate "C"), false) as "isTaken"
        from saved_view where owner = $1`;
      const [known] = await run<OwnViews>(client, own, [actor, content.name]);
      if (known?.isTaken === true) return { type: 'name-taken' };
      if ((known?.views ?? 0) >= VIEWS_OF_CALLER_MAX) return { type: 'too-many' };
      const { name, filter, isShared } = content;
      const insert = `insert into saved_view (id, owner, name, filter, is_shared)
        values ($1, $2, $3, $4, $5) returning ${COLUMNS}`;
      const values = [randomUUID(), actor, name, filter, isShared];
      const created = done(await run<SavedView>(client, insert, values));
      await record(client, caller, { action: 'save-view', before: null, after: created.view });
      return created;
    });
  }

  replace(id: string, content: ViewContent, caller: ViewCaller): Promise<ViewChange> {
    return this.change(async (client) => {
      const found = await findForChange(client, id, caller);
      if (found.type !== 'done') return found;
      const { name, filter, isShared } = content;
      const other = `select from saved_view where owner = $1 and name = $2 and id <> $3`;
      const taken = await run(client, other, [found.view.owner, name, id]);
      if (taken.length > 0) return { type: 'name-taken' };
      // what only its owner sees is nobody's first view
      if (!isShared) await run(client, `delete from view_default where view_id = $1`, [id]);
      const update = `update saved_view
        set name = $2, filter = $3, is_shared = $4, updated_at = clock_timestamp()
        where id = $1 returning ${COLUMNS}`;
      const replaced = done(await run<SavedView>(client, update, [id, name, filter, isShared]));
      const change = { action: 'replace-view', before: found.view, after: replaced.view };
      await record(client, caller, change);
      return replaced;
    });
  }

  remove(id: string, caller: ViewCaller): Promise<ViewChange> {
    return this.change(async (client) => {
      const found = await findForChange(client, id, caller);
      if (found.type !== 'done') return found;
      await run(client, `delete from saved_view where id = $1`, [id]);
      await record(client, caller, { action: 'delete-view', before: found.view, after: null });
      return found;
    });
  }

  /** Callers of the role see it first from now on; done again, it changes nothing. */
  setDefault(
    { role, id, reason }: { readonly role: string; readonly id: string; readonly reason: string },
    caller: ViewCaller,
  ): Promise<ViewChange> {
    return this.change(async (client) => {
      const found = await findForChange(client, id, { ...caller, isAdmin: true });
      if (found.type !== 'done') return found;
      if (!found.view.isShared) return { type: 'not-shared' };
      const upsert = `insert into view_default (role, view_id) values ($1, $2)
        on conflict (role) do update set view_id = excluded.view_id`;
      await run(client, upsert, [role, id]);
      await recordDefault(client, caller, { role, id, reason });
      const again = `select ${COLUMNS} from saved_view where id = $1`;
      return done(await run<SavedView>(client, again, [id]));
    });
  }

  /** Whether it had one. */
  clearDefault(
    { role, reason }: { readonly role: string; readonly reason: string },
    caller: ViewCaller,
  ): Promise<boolean> {
    return this.connections.use(async (client) => {
      await run(client, 'begin', []);
      const clear = `delete from view_default where role = $1 returning view_id as id`;
      const [cleared] = await run<{ readonly id: string }>(client, clear, [role]);
      if (cleared) await recordDefault(client, caller, { role, id: cleared.id, reason });
      await run(client, 'commit', []);
      return cleared !== undefined;
    });
  }

  private change(work: (client: PoolClient) => Promise<ViewChange>): Promise<ViewChange> {
    return this.connections.use(async (client) => {
      await run(client, 'begin', []);
      const change = await work(client);
      await run(client, change.type === 'done' ? 'commit' : 'rollback', []);
      return change;
    });
  }
}

const COLUMNS = `id, owner, name, filter, is_shared as "isShared", created_at as "createdAt",
  updated_at as "updatedAt",
  array(select role from view_default where view_id = saved_view.id order by role) as "defaultFor"`;

interface OwnViews {
  readonly views: number;
  readonly isTaken: boolean;
}

/** Locked until the end of the transaction. */
async function findForChange(
  client: PoolClient,
  id: string,
  { actor, isAdmin, seesShared }: ViewCaller,
): Promise<ViewChange> {
  const find = `select ${COLUMNS} from saved_view where id = $1 for update`;
  const [view] = await run<SavedView>(client, find, [id]);
  const isSeen = view?.owner === actor || (view?.isShared === true && seesShared);
  if (view === undefined || !isSeen) return { type: 'not-found' };
  return view.owner === actor || isAdmin ? { type: 'done', view } : { type: 'not-yours' };
}

/**
 * What others see is on record. What somebody keeps for itself is not, but that it was done under a
 * key.
 */
async function record(
  client: PoolClient,
  caller: ViewCaller,
  change: {
    readonly action: string;
    readonly before: SavedView | null;
    readonly after: SavedView | null;
  },
): Promise<void> {
  const { action, before, after } = change;
  const shown = after ?? before;
  if (shown === null) return;
  const isShared = before?.isShared === true || after?.isShared === true;
  if (!isShared && (caller.idempotencyKey ?? null) === null) return;
  const contentOf = (view: SavedView | null) =>
    isShared ? view && { name: view.name, filter: view.filter, isShared: view.isShared } : null;
  await recordActInStore(client, {
    ...originOf(caller),
    action,
    subject: { kind: 'view', id: shown.id },
    reason: isShared ? 'a view that all callers see' : 'a view of its own',
    request: contentOf(after),
    before: contentOf(before),
    after: contentOf(after),
    outcome: { type: 'done' },
  });
}

/** What callers of a role see first. */
async function recordDefault(
  client: PoolClient,
  caller: ViewCaller,
  { role, id, reason }: { readonly role: string; readonly id: string; readonly reason: string },
): Promise<void> {
  await recordActInStore(client, {
    ...originOf(caller),
    action: 'default-view',
    subject: { kind: 'view', id },
    reason,
    request: { role },
    before: null,
    after: null,
    outcome: { type: 'done' },
  });
}

function originOf(caller: ViewCaller) {
  const { actor, via, credential = null, idempotencyKey = null, fingerprint = '' } = caller;
  return { actor, via, credential, idempotencyKey, fingerprint };
}

function done([view]: readonly SavedView[]): Extract<ViewChange, { type: 'done' }> {
  if (view === undefined) throw new Error('a view that was written is returned');
  return { type: 'done', view };
}

/** @throws what the error means to the store, see `classifyStoreError` */
async function run<Row extends object>(
  client: PoolClient,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const batch = new StatementBatch(client);
  const answer = batch.add<Row>(values.length === 0 ? text : { name: '', text, values });
  await batch.execute({ endsWithCommit: text === 'commit' });
  return answer().rows;
}
