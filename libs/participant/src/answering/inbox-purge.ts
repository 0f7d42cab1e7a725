import type { DataSource } from 'typeorm';
import { DatabaseConnections } from '../database/database-connections.js';
import type { ParticipantLogger } from '../settings/participant-options.js';

const INTERVAL_MS = 3_600_000;
/** Rows deleted by one statement: locks are short, and little has to be replayed. */
const BATCH_ROWS = 1_000;
/** Nobody waits for a purge, but a dead connection must not block it either. */
const BATCH_LIMIT_MS = 30_000;
/** How many statements one round runs; the next round continues. */
const BATCHES_MAX = 200;

/** Deletes inbox rows that are too old, at the start and then every hour. */
export class InboxPurge {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly dataSource: DataSource,
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
      .then(() => purgeInbox(this.dataSource, this.retentionDays, () => this.isStopped))
      .then((rows) => {
        if (rows > 0) this.logger.info({ rows }, 'old inbox rows deleted');
      })
      // The next round tries again; commands do not depend on it.
      .catch((error: unknown) => this.logger.warn({ err: error }, 'inbox rows were not deleted'));
  }
}

/** Deletes a limited number of rows older than `retentionDays`, and returns how many. */
export async function purgeInbox(
  dataSource: DataSource,
  retentionDays: number,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const connections = new DatabaseConnections(dataSource);
  const values = [retentionDays, BATCH_ROWS];
  let total = 0;
  for (let batch = 0; batch < BATCHES_MAX && !isStopped(); batch++) {
    const { rowCount } = await connections.query(DELETE, values, BATCH_LIMIT_MS);
    total += rowCount ?? 0;
    if (rowCount !== BATCH_ROWS) break;
  }
  return total;
}

const DELETE = `
  with old as materialized (
    select idempotency_key from inbox
    where received_at < clock_timestamp() - $1 * interval '1 day'
    order by received_at limit $2
    for update skip locked
  )
  delete from inbox using old where inbox.idempotency_key = old.idempotency_key`;
