import { useState, type FormEvent } from 'react';
import { FILTER_NAMES, FILTERS, formatFilter, parseFilter, type FilterName } from '#filters';
import { withTyped } from '../../url/filter-text';
import type { UrlFilter } from '../../url/filter-url';
import css from './filter-bar.module.css';

/** Which sagas are meant: each part can be taken away, and more can be added. */
export function FilterBar({ url }: { readonly url: UrlFilter }) {
  const { filter, text, faults, choose } = url;
  const parts = filter === null ? [] : partsOf(filter);
  return (
    <section className={css.bar} aria-label="Filter">
      <ul className={css.parts}>
        {parts.map(({ name, written }) => (
          <li key={name} className={css.part}>
            <code>{written}</code>
            <button
              type="button"
              aria-label={`Without ${written}`}
              onClick={() => choose({ ...filter, [name]: undefined })}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <AddFilter text={text} onAdd={choose} />
      {faults.length > 0 && (
        <div className={css.faults} role="alert">
          <ul>
            {faults.map(({ where, message }) => (
              <li key={`${where} ${message}`}>{message}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function partsOf(filter: NonNullable<UrlFilter['filter']>) {
  return FILTER_NAMES.filter((name) => filter[name] !== undefined).map((name) => {
    const written = decodeURIComponent(formatFilter({ [name]: filter[name] }));
    return { name, written };
  });
}

function AddFilter({ text, onAdd }: { text: string; onAdd: UrlFilter['choose'] }) {
  const [typed, type] = useState('');
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const next = withTyped(text, typed);
    if (next !== text) onAdd(next);
    type('');
  };
  const hint = hintOf(typed);
  return (
    <form className={css.add} onSubmit={add}>
      <input
        data-keys="/"
        value={typed}
        list="filter-names"
        aria-label="Add a filter"
        placeholder="Add a filter: key=, step=, participant=, waiting=, age=>1h … or a text"
        onChange={({ target }) => type(target.value)}
      />
      <kbd>/</kbd>
      <datalist id="filter-names">
        {FILTER_NAMES.map((name) => (
          <option key={name} value={`${name}=`}>
            {FILTERS[name].about}
          </option>
        ))}
      </datalist>
      {hint !== null && <small className={css.hint}>{hint}</small>}
    </form>
  );
}

/** What the filter that is being written takes; null: none is. */
function hintOf(typed: string): string | null {
  const [name = ''] = typed.split('=', 1);
  if (!typed.includes('=') || !(FILTER_NAMES as readonly string[]).includes(name)) return null;
  const fault = parseFilter(typed).faults?.[0];
  return typed.endsWith('=') || fault === undefined
    ? FILTERS[name as FilterName].about
    : fault.message;
}
