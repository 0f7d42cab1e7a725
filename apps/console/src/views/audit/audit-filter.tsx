import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import button from '../../parts/button.module.css';
import { Field } from '../../parts/field';
import css from './audit.module.css';
import { actIn } from './audit-text';
import { AUDIT_FILTERS, auditHref, type AuditFilterName, type AuditFilterText } from './filter-in';

const HINTS: Readonly<Partial<Record<AuditFilterName, string>>> = {
  action: 'retry',
  subject: 'definition:place-order',
  from: '2026-01-31',
  to: '2026-02-01',
};
const ALWAYS: readonly AuditFilterName[] = ['actor', 'action', 'subject', 'outcome', 'from', 'to'];

/** Which records are meant. */
export function AuditFilter({ filter }: { readonly filter: AuditFilterText }) {
  const [typed, type] = useState(filter);
  const [, navigate] = useLocation();
  const names = (Object.keys(AUDIT_FILTERS) as AuditFilterName[]).filter(
    (name) => ALWAYS.includes(name) || filter[name] !== undefined,
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    navigate(auditHref({ ...typed, action: actIn(typed.action ?? '') }));
  };
  return (
    <form className={css.filter} aria-label="Filter" onSubmit={submit}>
      {names.map((name, at) => (
        <Field key={name} label={AUDIT_FILTERS[name]}>
          {name === 'outcome' ? (
            <select
              value={typed[name] ?? ''}
              onChange={({ target }) => type({ ...typed, [name]: target.value })}
            >
              <option value="">any</option>
              <option>done</option>
              <option>refused</option>
            </select>
          ) : (
            <input
              value={typed[name] ?? ''}
              placeholder={HINTS[name]}
              data-keys={at === 0 ? '/' : undefined}
              onChange={({ target }) => type({ ...typed, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <button type="submit" className={button.button}>
        Show
      </button>
    </form>
  );
}
