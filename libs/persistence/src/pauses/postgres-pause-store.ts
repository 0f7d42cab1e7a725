import type { Pool } from 'pg';
import type { pausing } from '#engine';
import type { pausePorts } from '#ports';
import { READ_PAUSES, type PauseRow } from '../sql/pauses/read-pauses.js';
import { groupPart } from './group-pauses.js';
import { RELEASE_HELD } from '../sql/pauses/release-held.js';
import { CLOSE_EXPIRED } from '../sql/pauses/write-pauses.js';
import { StoreConnections } from '../store/store-connections.js';

/** What the workers read and do of pauses, on the connections of `createStorePool`. */
export class PostgresPauseStore implements pausePorts.PauseStore {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  async readPauses(): Promise<readonly pausePorts.KnownPause[]> {
    const { rows } = await this.connections.run<PauseRow>({ ...READ_PAUSES, values: [] });
    return rows.map((row) => {
      const { id, with_compensations: withCompensations, by, reason, began_at, ended_at } = row;
      const { is_automatic: isAutomatic } = row;
      const scope = JSON.parse(row.scope) as pausing.PauseScope;
      return {
        id,
        scope,
        ...groupPart(scope),
        // instants of a saga are whole milliseconds
        from: Math.floor(began_at),
        to: ended_at === null ? null : Math.floor(ended_at),
        withCompensations,
        isAutomatic,
        by,
        reason,
      };
    });
  }

  async releaseHeld({ limit }: { readonly limit: number }): Promise<number> {
    await this.connections.run({ ...CLOSE_EXPIRED, values: [] });
    const release = { ...RELEASE_HELD, values: [limit] };
    const { rows } = await this.connections.run<{ readonly found: number }>(release);
    return rows[0]?.found ?? 0;
  }
}
