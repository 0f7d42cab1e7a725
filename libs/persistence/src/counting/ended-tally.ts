import type { Pool } from 'pg';
import { FIND_PORTION, type PortionRow } from '../sql/tally/find-portion.js';
import { HAS_UNTALLIED } from '../sql/tally/has-untallied.js';
import { LOCK_MARK } from '../sql/tally/lock-mark.js';
import { MOVE_MARK } from '../sql/tally/move-mark.js';
import { StatementBatch, type Statement } from '../store/statement-batch.js';
import { StoreConnections } from '../store/store-connections.js';

/** Half a second of counting, and less than writers wait for the mark. */
const SAGAS_MAX = 200_000;

/** Counts ended sagas a portion at a time, so that few are left to count when somebody asks. */
export class EndedTally {
  private readonly connections: StoreConnections;

  constructor(
    pool: Pool,
    private readonly sagasMax = SAGAS_MAX,
  ) {
    this.connections = new StoreConnections(pool);
  }

  /**
   * Takes the tally further, unless nothing has ended or another replica does it. Whether more can
   * be counted at once. @throws StoreUnavailableError
   */
  async advance(): Promise<boolean> {
    const untallied = await this.connections.run<{ has_some: boolean }>({
      ...HAS_UNTALLIED,
      values: [],
    });
    return untallied.rows[0]?.has_some === true && (await this.count());
  }

  private count(): Promise<boolean> {
    return this.connections.use(async (client) => {
      const ask = async <Row extends object>(...statements: readonly Statement[]) => {
        const batch = new StatementBatch(client);
        const answers = statements.map((statement) => batch.add<Row>(statement));
        await batch.execute({ endsWithCommit: statements.at(-1) === 'commit' });
        return answers.at(-1)?.().rows ?? [];
      };
      await ask('begin');
      const [mine] = await ask({ ...LOCK_MARK, values: [] });
      // its snapshot is taken after the lock: what was written before the mark is in it
      const [portion] = await ask<PortionRow>({ ...FIND_PORTION, values: [this.sagasMax] });
      const isUseless = portion?.from_at === portion?.to_at && portion?.needs_next === false;
      if (mine === undefined || portion === undefined || isUseless) {
        await ask('rollback');
        return false;
      }
      const { from_at: from, to_at: to, needs_next, is_more } = portion;
      await ask({ ...MOVE_MARK, values: [from, to, needs_next] }, 'commit');
      return is_more;
    });
  }
}
