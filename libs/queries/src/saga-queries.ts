import type { SagaState } from '#engine';
import type { accessStores, StoredSummary } from '#persistence';
import { readRows, type Reader } from '#database';
import { outsideFor, type LookOutside } from './filtering/parameters.js';
import { pageStatement, type SagaPage } from './filtering/page-statement.js';

type Seen = accessStores.Seen;

/** A line of the list: the columns of the row, without the state. */
export interface SagaSummary {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly definition: { readonly name: string; readonly version: number };
  readonly key: string | null;
  /** Steps that are under way or stuck. */
  readonly activeSteps: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
}

/** A line of the list, with what is needed to say what the saga waits for. */
export interface SagaLine extends SagaSummary {
  /** null: it has ended. */
  readonly summary: StoredSummary | null;
}

/** A line of the operators' list, where `activeSteps` has more than names. */
export type OperatorSummary = Omit<SagaSummary, 'activeSteps'> & StoredSummary;

/** A saga that is the child of another. */
export interface ChildSummary {
  readonly id: string;
  readonly status: string;
  readonly definition: { readonly name: string; readonly version: number };
  /** The parent's step. */
  readonly step: string;
  readonly iteration: number;
}

/** Reads sagas for people and callers; takes no locks and writes nothing. */
export class SagaQueries {
  constructor(
    private readonly reader: Reader,
    /** Used for queries that read many rows. */
    private readonly lists: Reader = reader,
    /** Left out: nothing is known but what the database has. */
    private readonly look?: LookOutside,
  ) {}

  /** null: there is no such saga. */
  async find(id: string): Promise<SagaState | null> {
    const [row] = await readRows<{ readonly state: string }>(
      this.reader,
      `select state from saga where id = $1`,
      [id],
    );
    return row ? (JSON.parse(row.state) as SagaState) : null;
  }

  /** null: there is no such saga. */
  async definitionOf(id: string): Promise<SagaSummary['definition'] | null> {
    const [row] = await readRows<SagaSummary['definition']>(
      this.reader,
      `select definition_name as name, definition_version as version from saga where id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** In order of step and iteration, at most 1,000. `seen` null: of all definitions. */
  async childrenOf(parentId: string, seen: Seen = null): Promise<readonly ChildSummary[]> {
    return readRows<ChildSummary>(
      this.lists,
      `select id, status, json_build_object('name', definition_name, 'version', definition_version)
                as definition,
              parent_step as step, parent_iteration as iteration
         from saga
        where parent_id = $1 and ($2::text[] is null or definition_name = any($2))
        order by step, iteration limit 1000`,
      [parentId, seen],
    );
  }

  /** The saga that was started with an idempotency key. */
  async findByIdempotencyKey(
    key: string,
  ): Promise<{ readonly sagaId: string; readonly fingerprint: string | null } | null> {
    const [row] = await readRows<{ readonly id: string; readonly fingerprint: string | null }>(
      this.reader,
      `select id, fingerprint from saga where idempotency_key = $1`,
      [key],
    );
    return row ? { sagaId: row.id, fingerprint: row.fingerprint } : null;
  }

  /** Which of these sagas are at rest: ended, or stuck. */
  async findAtRest(ids: readonly string[]): Promise<readonly string[]> {
    const rows = await readRows<{ readonly id: string }>(
      this.reader,
      `select id from saga
        where id = any($1::uuid[]) and status not in ('running', 'compensating')`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  /** Newest first, in order of id, which is the order of creation. */
  async list(page: SagaPage): Promise<readonly SagaLine[]> {
    const columns = `${SUMMARY_COLUMNS}, case when ended_at is null then summary end as summary`;
    const rows = await this.readPage<SummaryRow & { readonly summary: string | null }>(
      columns,
      page,
    );
    return rows.map((row) => {
      const { summary } = row;
      return { ...toSummary(row), summary: summary === null ? null : toStored(summary) };
    });
  }

  /** Like `list`, with more details for operators. */
  async listForOperators(page: SagaPage): Promise<readonly OperatorSummary[]> {
    const columns = `${SUMMARY_COLUMNS}, summary`;
    const rows = await this.readPage<SummaryRow & { readonly summary: string }>(columns, page);
    return rows.map((row) => {
      return { ...toSummary(row), ...toStored(row.summary) };
    });
  }

  private async readPage<Row>(columns: string, page: SagaPage): Promise<Row[]> {
    const outside = await outsideFor(page.filter, this.look);
    const statement = pageStatement(columns, page, outside);
    if (statement === null) return [];
    return readRows<Row>(this.lists, statement.sql, statement.parameters);
  }
}

const SUMMARY_COLUMNS = `id, status, version, definition_name, definition_version, key,
  active_steps, error_code, error_message, created_at, updated_at, ended_at`;

interface SummaryRow {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly definition_name: string;
  readonly definition_version: number;
  readonly key: string | null;
  readonly active_steps: readonly string[];
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly ended_at: Date | null;
}

function toSummary(row: SummaryRow): SagaSummary {
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    definition: { name: row.definition_name, version: row.definition_version },
    key: row.key,
    activeSteps: row.active_steps,
    error:
      row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    endedAt: row.ended_at,
  };
}

function toStored(summary: string): StoredSummary {
  return JSON.parse(summary) as StoredSummary;
}
