import { readRows, writeRows, type Reader } from '#database';
import { audited, originParameters, type ActOrigin } from '../audit/with-audit.js';

/** Days that sagas are kept after their end, by how they ended; null: for ever. */
export interface KeptDays {
  readonly completed: number | null;
  readonly compensated: number | null;
  readonly abandoned: number | null;
}

/** `definition` null: all definitions that have no rule of their own. */
export interface RetentionRule extends KeptDays {
  readonly definition: string | null;
  /** Counts changes, from 1. */
  readonly revision: number;
  readonly actor: string;
  readonly reason: string;
  readonly setAt: Date;
}

/** Sagas of one definition and ending that were deleted on one day, which is of UTC. */
export interface DeletedSagas {
  readonly day: string;
  readonly definition: string;
  readonly status: string;
  readonly sagas: number;
}

/** `changed`: somebody else changed it first, and it has this revision; 0: there is none. */
export type RuleChange =
  | { readonly type: 'done'; readonly rule: RetentionRule }
  | { readonly type: 'changed'; readonly revision: number }
  | { readonly type: 'no-definition' };

const DELETED_ROWS_MAX = 1_000;

/** The rules by which ended sagas are deleted. Each definition has one at most. */
export class RetentionRules {
  constructor(private readonly database: Reader) {}

  /** In order of definition; the one of all others comes first. */
  list(): Promise<readonly RetentionRule[]> {
    return readRows<RetentionRule>(
      this.database,
      `select ${COLUMNS} from retention_rule order by definition_name`,
    );
  }

  /** The latest days first; 1,000 rows at most. */
  deleted(): Promise<readonly DeletedSagas[]> {
    return readRows<DeletedSagas>(
      this.database,
      `select day::text, definition_name as definition, status, sagas::float8 as sagas
         from retention_deleted order by day desc, definition_name, status limit $1`,
      [DELETED_ROWS_MAX],
    );
  }

  /**
   * Setting what is set already changes nothing. `expectedRevision`: what the caller saw, 0 where
   * there was no rule; null: any.
   */
  async set(
    definition: string | null,
    days: KeptDays,
    by: ActOrigin & { readonly expectedRevision: number | null },
  ): Promise<RuleChange> {
    const { completed, compensated, abandoned } = days;
    const values = [definition ?? '', by.expectedRevision, completed, compensated, abandoned];
    const parameters = [...originParameters(by), ...values];
    const [row] = await writeRows<ChangeRow>(this.database, SET_RULE, parameters);
    if (row?.is_known !== true) return { type: 'no-definition' };
    if (!row.is_expected) return { type: 'changed', revision: row.revision_before };
    const rule = (await this.list()).find((one) => one.definition === definition);
    return rule ? { type: 'done', rule } : { type: 'changed', revision: 0 };
  }

  /** false: there was none. */
  async clear(definition: string | null, by: ActOrigin): Promise<boolean> {
    const parameters = [...originParameters(by), definition ?? ''];
    const [row] = await writeRows<{ gone: number }>(this.database, CLEAR_RULE, parameters);
    return (row?.gone ?? 0) > 0;
  }
}

const COLUMNS = `nullif(definition_name, '') as definition, completed_days as completed,
  compensated_days as compensated, abandoned_days as abandoned, revision, actor, reason,
  set_at as "setAt"`;

/** The name of a rule in the audit log: `*` is the one of all others. */
const asSubject = (row: string): string => `coalesce(nullif(${row}.definition_name, ''), '*')`;

const asJson = (row: string): string => `json_build_object(
  'completedDays', ${row}.completed_days, 'compensatedDays', ${row}.compensated_days,
  'abandonedDays', ${row}.abandoned_days)`;

const SET_RULE = `
  with known as (select $8 = '' or exists (
    select from saga_definition where name = $8::text collate "C") as is_known),
  before as (select * from retention_rule where definition_name = $8::text collate "C"),
  state as (
    select is_known, coalesce((select revision from before), 0) as revision_before from known),
  expected as (
    select is_known and ($9::int is null or $9::int = revision_before) as is_expected from state),
  changed as (
    insert into retention_rule as rule
      (definition_name, completed_days, compensated_days, abandoned_days, actor, reason)
    select $8, $10::int, $11::int, $12::int, $2, $5 from expected where is_expected
    on conflict (definition_name) do update set
      completed_days = excluded.completed_days, compensated_days = excluded.compensated_days,
      abandoned_days = excluded.abandoned_days, actor = excluded.actor, reason = excluded.reason,
      set_at = clock_timestamp(), revision = rule.revision + 1
      where (rule.completed_days, rule.compensated_days, rule.abandoned_days)
        is distinct from (excluded.completed_days, excluded.compensated_days,
          excluded.abandoned_days)
        and ($9::int is null or $9::int = rule.revision)
    returning rule.*),
  ${audited(
    'retention',
    'set-retention',
    `select ${asSubject('changed')} as subject,
            (select ${asJson('before')} from before)::text as before,
            ${asJson('changed')}::text as after from changed`,
  )}
  select is_known, revision_before, is_expected from state, expected`;

const CLEAR_RULE = `
  with gone as (
    delete from retention_rule where definition_name = $8::text collate "C" returning *),
  ${audited(
    'retention',
    'clear-retention',
    `select ${asSubject('gone')} as subject, ${asJson('gone')}::text as before,
            null as after from gone`,
  )}
  select count(*)::int as gone from gone`;

interface ChangeRow {
  readonly is_known: boolean;
  readonly revision_before: number;
  readonly is_expected: boolean;
}
