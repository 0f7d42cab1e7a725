import type { Pool } from 'pg';
import type { Act } from '../audit/act.js';
import { recordAct } from '../audit/record-act.js';
import { StoreConnections } from '../store/store-connections.js';
import { inTransaction } from './in-transaction.js';

/** A use of a key for emergencies. */
export interface BreakGlassUse {
  readonly keyName: string;
  /** `POST /v1/admin/keys` */
  readonly route: string;
  /** As far as is known: a proxy may stand before it. */
  readonly address: string;
}

/** Remembers that keys for emergencies were used. */
export class BreakGlassUses {
  private readonly connections: StoreConnections;

  /** On the connections of `createStorePool`. */
  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /** Both are written, or neither. @throws StoreUnavailableError */
  async note({ keyName, route, address }: BreakGlassUse, act: Act): Promise<void> {
    await inTransaction(this.connections, async (client) => {
      await client.query(NOTE_USE, [keyName, route, address]);
      await recordAct(client, act);
    });
  }
}

const NOTE_USE = `
  insert into break_glass_use (key_name, uses, last_at, route, address)
  values ($1, 1, clock_timestamp(), $2, $3)
  on conflict (key_name) do update
     set uses = break_glass_use.uses + 1, last_at = excluded.last_at, route = excluded.route,
         address = excluded.address`;
