import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import button from '../../parts/button.module.css';
import css from './locks.module.css';

/** Looks for one lock by its whole key. */
export function KeySearch({ keyText }: { readonly keyText: string }) {
  const [location, navigate] = useLocation();
  const [typed, type] = useState(keyText);
  const go = (key: string): void =>
    navigate(key === '' ? location : `${location}?key=${encodeURIComponent(key)}`);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    go(typed.trim());
  };
  return (
    <form className={css.search} role="search" onSubmit={submit}>
      <input
        type="search"
        value={typed}
        aria-label="Key of a lock"
        placeholder="Whole key, such as order:o-1001"
        onChange={({ target }) => type(target.value)}
      />
      <button type="submit" className={button.button}>
        Find
      </button>
      {keyText !== '' && (
        <button type="button" className={button.button} onClick={() => go('')}>
          All locks
        </button>
      )}
    </form>
  );
}
