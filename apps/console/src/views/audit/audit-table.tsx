import { Fragment } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import type { AuditRecord } from './audit';
import css from './audit.module.css';
import { AuditEntry } from './audit-entry';
import { actText, viaText } from './audit-text';

/** A row for each record; the one that the address names is open. */
export function AuditTable({ records }: { readonly records: readonly AuditRecord[] }) {
  const [, navigate] = useLocation();
  const query = new URLSearchParams(useSearch());
  const opened = query.get('record');
  const toggle = (id: string): void => {
    if (id === opened) query.delete('record');
    else query.set('record', id);
    navigate(query.size === 0 ? '/audit' : `/audit?${String(query)}`, { replace: true });
  };
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>When</th>
          <th>Who</th>
          <th>Act</th>
          <th>About</th>
          <th>Reason</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <Fragment key={record.id}>
            <AuditRow of={record} isOpen={record.id === opened} onToggle={toggle} />
            {record.id === opened && (
              <tr>
                <td colSpan={5} className={css.entry}>
                  <AuditEntry of={record} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function AuditRow(props: {
  readonly of: AuditRecord;
  readonly isOpen: boolean;
  readonly onToggle: (id: string) => void;
}) {
  const { of: record, isOpen, onToggle } = props;
  const { id, at, actor, via, action, outcome, refusal, times, reason } = record;
  return (
    <tr>
      <td>
        <When at={at} />
      </td>
      <td>
        {actor}
        {via !== null && <small className={css.below}>{viaText(via)}</small>}
      </td>
      <td>
        <button
          type="button"
          className={css.act}
          aria-expanded={isOpen}
          onClick={() => onToggle(id)}
        >
          {actText(action)}
        </button>
        {outcome === 'refused' && (
          <small className={css.refused}>
            refused: {refusal}
            {times > 1 && `, ${times} times`}
          </small>
        )}
      </td>
      <td className={css.subject}>
        <SubjectLink of={record} />
      </td>
      <td className={table.text}>{reason}</td>
    </tr>
  );
}

const PLACES: Readonly<Record<string, string>> = {
  saga: '/sagas/',
  definition: '/definitions/',
  participant: '/participants/',
  group: '/failures/',
  bulk: '/bulk/',
};

function SubjectLink({ of: { subject } }: { readonly of: AuditRecord }) {
  const place = PLACES[subject.kind];
  const text = `${subject.kind} ${subject.id}`;
  if (place === undefined) return <>{text}</>;
  return (
    <Link href={`${place}${encodeURIComponent(subject.id)}`} className={css.link}>
      {text}
    </Link>
  );
}
