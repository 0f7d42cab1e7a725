import { useQuery } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { Dialog } from '../parts/dialog';
import { useDelayed } from '../parts/use-delayed';
import { PLACES } from '../places';
import { findAnything, type Found } from './find-anything';
import css from './palette.module.css';

/** Shorter texts name too much. */
const SOUGHT_CHARS_MIN = 2;
/** Nobody is asked about each letter of a word. */
const SETTLED_MS = 150;

/** Goes anywhere: to a place, or to whatever an id or a name stands for. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [typed, type] = useState('');
  const [chosen, choose] = useState(0);
  const [, navigate] = useLocation();
  const listId = useId();
  const { found, says } = useFound(typed.trim());
  const at = Math.min(chosen, found.length - 1);
  const open = (target: Found | undefined): void => {
    if (target === undefined) return;
    onClose();
    navigate(target.href);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) choose(Math.max(0, Math.min(found.length - 1, at + by)));
    else if (event.key === 'Enter') open(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Go to" onClose={onClose}>
      <input
        className={css.input}
        role="combobox"
        aria-label="A place, a name or an id"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${at}` : undefined}
        placeholder="A place, or paste any id: of a saga, a message, a lock, a failure …"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          type(target.value);
          choose(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={listId} role="listbox" aria-label="Found" className={css.found}>
        {found.map((each, index) => (
          <li
            key={`${each.what} ${each.href}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            onClick={() => open(each)}
          >
            <span>{each.name}</span>
            <small>{each.what}</small>
          </li>
        ))}
      </ul>
      <p role="status" className={css.said}>
        {says}
      </p>
    </Dialog>
  );
}

interface Seeking {
  readonly sought: string;
  readonly count: number;
  readonly isSeeking: boolean;
  readonly error: Error | null;
}

function saidOf({ sought, count, isSeeking, error }: Seeking): string {
  if (isSeeking) return 'Looking …';
  if (error !== null) return `Only places were looked at: ${error.message}`;
  if (count === 0 && sought.length < SOUGHT_CHARS_MIN) return 'Ids and names take two letters.';
  return count === 0 ? 'Nothing that you may see has this name or id.' : '';
}

function useFound(text: string) {
  const sought = useDelayed(text, SETTLED_MS);
  const places = PLACES.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())).map(
    ({ path, name }) => ({ href: path, name, what: 'place' }),
  );
  const things = useQuery({
    queryKey: ['findAnything', sought],
    queryFn: ({ signal }) => findAnything(sought, signal),
    enabled: sought.length >= SOUGHT_CHARS_MIN,
  });
  const isSeeking = things.isFetching || sought !== text;
  const found: readonly Found[] = [...places, ...(text === '' ? [] : (things.data ?? []))];
  const { error } = things;
  return { found, says: saidOf({ sought, count: found.length, isSeeking, error }) };
}
