import type { Pool } from 'pg';
import type { PulseStore } from '#ports';
import { READ_PULSE, type PulseRow } from '../sql/pulse/read-pulse.js';
import { StoreConnections } from '../store/store-connections.js';
import type { TableLimitsOptions } from '../limits/table-limits.js';

/** What there is to do, on the connections of `createStorePool`. */
export class PostgresPulseStore implements PulseStore {
  private readonly connections: StoreConnections;

  constructor(
    pool: Pool,
    private readonly limits: TableLimitsOptions,
  ) {
    this.connections = new StoreConnections(pool);
  }

  async readPulse({ withLimits }: Parameters<PulseStore['readPulse']>[0]) {
    const { deadMessageDays, deadMessagesMax, descriptionsMax } = this.limits;
    const values = [withLimits, deadMessageDays, deadMessagesMax, descriptionsMax];
    const { rows } = await this.connections.run<PulseRow>({ ...READ_PULSE, values });
    const [row] = rows;
    if (!row) throw new Error('a select without a table gives one row');
    return {
      nextWakeMs: row.next_wake_ms === null ? null : Math.max(0, Math.ceil(row.next_wake_ms)),
      areEntriesDue: row.are_entries_due,
      areBatchesDue: row.are_batches_due,
      areActsUnsealed: row.are_acts_unsealed,
      areBulksDue: row.are_bulks_due,
      areHeldDue: row.are_held_due,
      versions: {
        definitions: row.definitions_version ?? '',
        participants: row.participants_version ?? '',
        keys: row.keys_version ?? '',
        pauses: row.pauses_version ?? '',
      },
      isTooMuchKept: row.is_too_much_kept,
    };
  }
}
