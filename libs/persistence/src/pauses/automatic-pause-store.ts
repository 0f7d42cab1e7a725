import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { pausePorts } from '#ports';
import {
  BEGIN_AUTOMATIC,
  END_AUTOMATIC,
  NOTE_TRIED,
  TAKE_TURNS,
  type TurnRow,
} from '../sql/pauses/automatic-pauses.js';
import { CLOSE_EXPIRED } from '../sql/pauses/write-pauses.js';
import { StoreConnections } from '../store/store-connections.js';
import { inTransaction, recordPauseAct, run, toRecord, type PauseRow } from './pause-acts.js';

/** Sagas that are tried in a turn: some of them may have nothing to send by now. */
const TRIED_MAX = 100;

/** Begins, probes and ends pauses for the conductor; the audit log has that as its own acts. */
export class AutomaticPauseStore implements pausePorts.AutomaticPauseStore {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  beginAutomatic(suspicion: pausePorts.Suspicion): Promise<boolean> {
    const { scope, reason, failures, sagas, since, probeMs } = suspicion;
    const values = [randomUUID(), JSON.stringify(scope), reason];
    return this.act('pause', async (client) => {
      await run(client, CLOSE_EXPIRED, []);
      const counts = [failures, sagas, probeMs, since];
      return run<PauseRow>(client, BEGIN_AUTOMATIC, [...values, ...counts]);
    });
  }

  endAutomatic({ id, reason }: { readonly id: string; readonly reason: string }) {
    return this.act('resume', (client) => run<PauseRow>(client, END_AUTOMATIC, [id, reason]));
  }

  async takeTurns() {
    const take = { ...TAKE_TURNS, values: [TRIED_MAX] };
    const { rows } = await this.connections.run<TurnRow>(take);
    const nextMs = rows.map(({ next_ms }) => next_ms);
    return {
      turns: rows.flatMap(({ id: pauseId, saga_ids: sagaIds }) => {
        return pauseId === null ? [] : [{ pauseId, sagaIds }];
      }),
      nextMs: nextMs.length === 0 ? null : Math.min(...nextMs),
    };
  }

  async noteTried(tried: Parameters<pausePorts.AutomaticPauseStore['noteTried']>[0]) {
    const { pauseId, sagaId, isProbed } = tried;
    await this.connections.run({ ...NOTE_TRIED, values: [pauseId, sagaId, isProbed] });
  }

  private act(
    action: 'pause' | 'resume',
    write: (client: PoolClient) => Promise<readonly PauseRow[]>,
  ): Promise<boolean> {
    return this.connections.use((client) =>
      inTransaction(client, async () => {
        const [changed] = await write(client);
        if (changed === undefined) return false;
        const pause = toRecord(changed);
        const reason = action === 'pause' ? pause.reason : (pause.endReason ?? '');
        const by = { by: 'conductor', via: 'conductor', credential: null, reason } as const;
        await recordPauseAct(client, { action, pause, ...by });
        return true;
      }),
    );
  }
}
