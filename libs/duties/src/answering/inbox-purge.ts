import type { ParticipantLogger } from '../settings/participant-logger.js';

const INTERVAL_MS = 3_600_000;
/** Rows deleted by one statement: locks are short, and little has to be replayed. */
const BATCH_ROWS = 1_000;
/** Nobody waits for a purge, but a dead connection must not block it either. */
const BATCH_LIMIT_MS = 30_000;
/** How many statements one round runs; the next round continues. */
const BATCHES_MAX = 200;

/** One statement in a transaction of its own, which ends within `limitMs`. Gives its rows. */
export type Ask = (
  text: string,
  values: readonly unknown[],
  limitMs: number,
) => Promise<readonly unknown[]>;

/** Deletes inbox rows and fencing tokens that are too old, at the start and then every hour. */
export class InboxPurge {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly ask: Ask,
    private readonly retentionDays: number,
    private readonly logger: ParticipantLogger,
  ) {}

  start(): void {
    this.run();
    this.timer = setInterval(() => this.run(), INTERVAL_MS);
    this.timer.unref();
  }

  /** Waits for the current statement. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.round;
  }

  private run(): void {
    this.round = this.round
      .then(() => this.purgeAll())
      // The next round tries again; commands do not depend on it.
      .catch((error: unknown) => this.logger.warn({ err: error }, 'old rows were not deleted'));
  }

  private async purgeAll(): Promise<void> {
    const { ask, retentionDays, logger } = this;
    const isStopped = () => this.isStopped;
    const rows = await purgeInbox(ask, retentionDays, isStopped);
    if (rows > 0) logger.info({ rows }, 'old inbox rows deleted');
    const tokens = await purgeTokens(ask, retentionDays, isStopped);
    if (tokens > 0) logger.info({ tokens }, 'old fencing tokens deleted');
  }
}

/** Deletes a limited number of rows older than `retentionDays`, and returns how many. */
export async function purgeInbox(
  ask: Ask,
  retentionDays: number,
  isStopped: () => boolean = () => false,
): Promise<number> {
  return purge(ask, { statement: DELETE_ROWS, retentionDays, isStopped });
}

/**
 * Deletes a limited number of fencing tokens last seen more than `retentionDays` ago, and returns
 * how many. A service that does not check tokens may lack their table.
 */
export async function purgeTokens(
  ask: Ask,
  retentionDays: number,
  isStopped: () => boolean = () => false,
): Promise<number> {
  if (!(await isTableThere(ask, 'fencing_token', BATCH_LIMIT_MS))) return 0;
  return purge(ask, { statement: DELETE_TOKENS, retentionDays, isStopped });
}

/** Whether the service's database has the table. */
export async function isTableThere(ask: Ask, table: string, limitMs: number): Promise<boolean> {
  const statement = 'select to_regclass($1) is not null as found';
  const [row] = await ask(statement, [table], limitMs);
  return (row as { readonly found: boolean }).found;
}

async function purge(ask: Ask, { statement, retentionDays, isStopped }: Purge): Promise<number> {
  const values = [retentionDays, BATCH_ROWS];
  let total = 0;
  for (let batch = 0; batch < BATCHES_MAX && !isStopped(); batch++) {
    const [row] = await ask(statement, values, BATCH_LIMIT_MS);
    const { deleted } = row as { readonly deleted: number };
    total += deleted;
    if (deleted !== BATCH_ROWS) break;
  }
  return total;
}

interface Purge {
  readonly statement: string;
  readonly retentionDays: number;
  readonly isStopped: () => boolean;
}

const DELETE_ROWS = `
  with old as materialized (
    select idempotency_key from inbox
    where received_at < clock_timestamp() - $1 * interval '1 day'
    order by received_at limit $2
    for update skip locked
  ), gone as (
    delete from inbox using old where inbox.idempotency_key = old.idempotency_key returning 1
  )
  select count(*)::int as deleted from gone`;

const DELETE_TOKENS = `
  with old as materialized (
    select key from fencing_token
    where seen_at < clock_timestamp() - $1 * interval '1 day'
    order by seen_at limit $2
    for update skip locked
  ), gone as (
    delete from fencing_token using old where fencing_token.key = old.key returning 1
  )
  select count(*)::int as deleted from gone`;
