import type { SagaState } from '#engine';
import type { StoredSummary } from '#persistence';
import { readRows, type Reader } from '#database';

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

/** A saga must match all that are given. */
export interface SagaFilter {
  readonly statuses?: readonly string[];
  readonly definition?: string;
  readonly key?: string;
  /** A step that is under way or stuck. */
  readonly step?: string;
  /** The code of the saga's error. */
  readonly errorCode?: string;
  /** Created at or after. */
  readonly from?: Date;
  /** Created before. */
  readonly to?: Date;
  /** Part of the key or of the error's message, or a whole id. */
  readonly text?: string;
}

export interface SagaPage {
  readonly filter: SagaFilter;
  readonly limit: number;
  /** The last id of the previous page; null: start with the newest sagas. */
  readonly beforeId: string | null;
}

/** Reads sagas for people and callers; takes no locks and writes nothing. */
export class SagaQueries {
  constructor(
    private readonly reader: Reader,
    /** Used for queries that read many rows. */
    private readonly lists: Reader = reader,
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

  /** In order of step and iteration, at most 1,000. */
  async childrenOf(parentId: string): Promise<readonly ChildSummary[]> {
    return readRows<ChildSummary>(
      this.lists,
      `select id, status, json_build_object('name', definition_name, 'version', definition_version)
                as definition,
              parent_step as step, parent_iteration as iteration
         from saga where parent_id = $1 order by step, iteration limit 1000`,
      [parentId],
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
  async list(page: SagaPage): Promise<readonly SagaSummary[]> {
    const rows = await this.readPage<SummaryRow>(SUMMARY_COLUMNS, page);
    return rows.map(toSummary);
  }

  /** Like `list`, with more details for operators. */
  async listForOperators(page: SagaPage): Promise<readonly OperatorSummary[]> {
    const columns = `${SUMMARY_COLUMNS}, summary`;
    const rows = await this.readPage<SummaryRow & { readonly summary: string }>(columns, page);
    return rows.map((row) => {
      return { ...toSummary(row), ...(JSON.parse(row.summary) as StoredSummary) };
    });
  }

  private readPage<Row>(columns: string, page: SagaPage): Promise<Row[]> {
    const { where, parameters } = conditions(page);
    parameters.push(page.limit);
    return readRows<Row>(
      this.lists,
      `select ${columns} from saga ${where} order by id desc limit $${parameters.length}`,
      parameters,
    );
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

function conditions(page: SagaPage): { where: string; parameters: unknown[] } {
  const { filter } = page;
  const parameters: unknown[] = [];
  const clauses: string[] = [];
  const add = (value: unknown, clause: (place: string) => string): void => {
    if (value === undefined || value === null) return;
    parameters.push(value);
    clauses.push(clause(`$${parameters.length}`));
  };
  add(page.beforeId, (place) => `id < ${place}::uuid`);
  add(filter.statuses, (place) => `status = any(${place}::text[])`);
  add(filter.definition, (place) => `definition_name = ${place}`);
  add(filter.key, (place) => `key = ${place}`);
  add(filter.step, (place) => `${place} = any(active_steps)`);
  add(filter.errorCode, (place) => `error_code = ${place}`);
  // as text: the client would convert them to this process's time zone
  add(filter.from?.toISOString(), (place) => `created_at >= ${place}::timestamptz`);
  add(filter.to?.toISOString(), (place) => `created_at < ${place}::timestamptz`);
  if (filter.text !== undefined) clauses.push(textClause(filter.text, parameters));
  return { where: clauses.length > 0 ? `where ${clauses.join(' and ')}` : '', parameters };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The search table finds candidate sagas through its index; the sagas' own columns then decide
 * whether they contain the text now.
 */
function textClause(text: string, parameters: unknown[]): string {
  const pattern = `$${parameters.push(`%${text.replace(/[\\%_]/g, '\\$&')}%`)}`;
  const found = `select saga_id from saga_search where content ilike ${pattern}`;
  // keys are compared by bytes, so only A to Z have capitals
  const hasText = `key collate "default" ilike ${pattern} or error_message ilike ${pattern}`;
  if (!UUID.test(text)) return `id in (${found}) and (${hasText})`;
  const id = `$${parameters.push(text)}::uuid`;
  return `id in (${found} union all select ${id}) and (id = ${id} or ${hasText})`;
}
