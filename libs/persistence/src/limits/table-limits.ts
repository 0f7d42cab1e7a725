import type { Pool } from 'pg';
import { PURGE_CHANGES } from '../sql/limits/purge-changes.js';
import { PURGE_DEAD_MESSAGES } from '../sql/limits/purge-dead-messages.js';
import { PURGE_KEPT_EVENTS } from '../sql/limits/purge-kept-events.js';
import { PURGE_DESCRIPTIONS } from '../sql/limits/purge-descriptions.js';
import { StoreConnections } from '../store/store-connections.js';

export interface TableLimitsOptions {
  /** Dead messages kept at most; a row has 10 KB at most. */
  readonly deadMessagesMax: number;
  /** Dead messages that are older are deleted. */
  readonly deadMessageDays: number;
  /** Descriptions of participants kept at most; one has 1 MiB at most. */
  readonly descriptionsMax: number;
}

export interface Purged {
  /** Too old. */
  readonly expired: number;
  /** More than are kept. */
  readonly surplus: number;
  readonly descriptions: number;
  /** Kept events whose time is up. */
  readonly events: number;
  /** Changes that nobody may resume from any more, in rows, which are batches. */
  readonly changes: number;
}

/** Rows of one statement. */
const ROWS_MAX = 5_000;

/** Keeps tables within their limits that outsiders can fill. */
export class TableLimits {
  private readonly connections: StoreConnections;

  constructor(
    pool: Pool,
    readonly options: TableLimitsOptions,
  ) {
    this.connections = new StoreConnections(pool);
  }

  /** Deletes one portion of the excess rows. @throws StoreUnavailableError */
  async purge(): Promise<Purged> {
    const { deadMessagesMax, deadMessageDays, descriptionsMax } = this.options;
    const dead = await this.connections.run<{ expired: number; surplus: number }>({
      ...PURGE_DEAD_MESSAGES,
      values: [deadMessageDays, deadMessagesMax, ROWS_MAX],
    });
    const descriptions = await this.connections.run({
      ...PURGE_DESCRIPTIONS,
      values: [descriptionsMax],
    });
    const events = await this.connections.run({ ...PURGE_KEPT_EVENTS, values: [ROWS_MAX] });
    const changes = await this.connections.run({ ...PURGE_CHANGES, values: [ROWS_MAX] });
    const { expired = 0, surplus = 0 } = dead.rows[0] ?? {};
    return {
      expired,
      surplus,
      descriptions: descriptions.rowCount ?? 0,
      events: events.rowCount ?? 0,
      changes: changes.rowCount ?? 0,
    };
  }

  /** A portion was full: there may be more. */
  static isMore({ expired, surplus, events, changes }: Purged): boolean {
    return [expired, surplus, events, changes].some((rows) => rows >= ROWS_MAX);
  }
}
