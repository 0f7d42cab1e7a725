import { Link } from 'wouter';
import { Facts } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { When } from '../../parts/when';
import type { AuditRecord } from './audit';
import css from './audit.module.css';
import { auditHref } from './filter-in';

/** All that is on record of one act. */
export function AuditEntry({ of: record }: { readonly of: AuditRecord }) {
  const { id, at, reason, credential, previewHash, operationId, seal, subject } = record;
  return (
    <div className={css.record}>
      <Facts
        facts={[
          ['At', <When key="at" at={at} isFull />],
          ['About', `${subject.kind} ${subject.id}`],
          ['Reason', reason],
          ['Credential', credential],
          ['Preview confirmed', previewHash && <code key="preview">{previewHash}</code>],
          ['Part of', operationId && <Operation key="operation" id={operationId} />],
          ['Record', <code key="id">{id}</code>],
          ['Seal', seal === null ? 'not yet' : <Seal key="seal" {...seal} />],
        ]}
      />
      <div className={css.values}>
        <Value title="Asked for" value={record.request} />
        <Value title="Before" value={record.before} />
        <Value title="After" value={record.after} />
      </div>
    </div>
  );
}

function Operation({ id }: { readonly id: string }) {
  return (
    <Link href={auditHref({ operation: id })} className={css.link}>
      <code>{id}</code>
    </Link>
  );
}

function Seal({ seq, hash }: { readonly seq: number; readonly hash: string }) {
  return (
    <>
      {seq} <code>{hash}</code>
    </>
  );
}

function Value({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <div>
      <h3>{title}</h3>
      {value === null ? <p>nothing</p> : <JsonView value={value} label={title} />}
    </div>
  );
}
