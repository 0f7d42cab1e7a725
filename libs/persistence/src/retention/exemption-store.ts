import { sagaIsSeen, type Seen } from '../sql/seen/seen.js';
import { audited, originParameters, type ActOrigin } from '../audit/with-audit.js';
import { readRows, type Reader, writeRows } from '#database';

/** A saga that no retention deletes. */
export interface Exemption {
  readonly sagaId: string;
  readonly actor: string;
  readonly reason: string;
  readonly createdAt: Date;
}

/** Sagas that are exempt from retention. The database refuses to delete them. */
export class ExemptionStore {
  constructor(private readonly writer: Reader) {}

  /** Repeating it changes nothing: the first one stays. false: there is no such saga. */
  async exempt(sagaId: string, by: ActOrigin): Promise<boolean> {
    const rows = await writeRows(this.writer, EXEMPT, [...originParameters(by), sagaId]);
    return rows.length > 0;
  }

  /** Repeating it changes nothing. false: there is no such saga. */
  async unexempt(sagaId: string, by: ActOrigin): Promise<boolean> {
    const rows = await writeRows(this.writer, UNEXEMPT, [...originParameters(by), sagaId]);
    return rows.length > 0;
  }

  /** null: it is not exempt. */
  async find(sagaId: string): Promise<Exemption | null> {
    const [row] = await readRows<Row>(this.writer, FIND, [sagaId]);
    return row ? toExemption(row) : null;
  }

  /** In order of id, after `afterId`; `seen` null: of sagas of all definitions. */
  async list(page: {
    readonly afterId: string | null;
    readonly limit: number;
    readonly seen: Seen;
  }) {
    const parameters = [page.afterId, page.limit, page.seen];
    const rows = await readRows<Row>(this.writer, LIST, parameters);
    return rows.map(toExemption);
  }
}

const COLUMNS = `saga_id, actor, reason, created_at`;

/** Gives a row when there is such a saga; only what changes something is in the audit log. */
const EXEMPT = `
  with found as (select id from saga where id = $8),
  changed as (
    insert into retention_exemption (saga_id, actor, reason)
    select id, $2, $5 from found
    on conflict (saga_id) do nothing returning saga_id),
  ${audited('saga', 'exempt', changeTo(true))}
  select id from found`;

const UNEXEMPT = `
  with found as (select id from saga where id = $8),
  changed as (delete from retention_exemption where saga_id = $8 returning saga_id),
  ${audited('saga', 'unexempt', changeTo(false))}
  select id from found`;

function changeTo(isExempt: boolean): string {
  return `select saga_id as subject, '{"exempt": ${!isExempt}}' as before,
                 '{"exempt": ${isExempt}}' as after from changed`;
}

const FIND = `select ${COLUMNS} from retention_exemption where saga_id = $1`;

const LIST = `
  select ${COLUMNS} from retention_exemption
   where ($1::uuid is null or saga_id > $1)
     and ($3::text[] is null or ${sagaIsSeen('retention_exemption.saga_id', '$3::text[]')})
   order by saga_id limit $2`;

interface Row {
  readonly saga_id: string;
  readonly actor: string;
  readonly reason: string;
  readonly created_at: Date;
}

function toExemption({ saga_id: sagaId, actor, reason, created_at: createdAt }: Row): Exemption {
  return { sagaId, actor, reason, createdAt };
}
