import { useId } from 'react';
import { logOut, useMe } from '../api/me';
import { apiUrl } from '../api/place';
import { CHOICES, choose, useLook, type Look } from '../look/look';
import button from '../parts/button.module.css';
import css from './caller.module.css';

/** Who looks and as what, and how this browser shows the console. */
export function Caller() {
  const id = useId();
  const { data: me } = useMe();
  const name = me === undefined ? 'Menu' : `${me.actor} · ${me.role}`;
  return (
    <>
      <button type="button" className={css.caller} popoverTarget={id}>
        {name} <span aria-hidden="true">▾</span>
      </button>
      <div id={id} popover="auto" className={css.menu} role="dialog" aria-label="Menu">
        {me !== undefined && (
          <p>
            <b>{me.actor}</b>, {me.role} {scopeText(me.definitions)}
          </p>
        )}
        <Choice name="theme" title="Theme" />
        <Choice name="times" title="Times" />
        <Choice name="shortcuts" title="Shortcuts of one key" />
        <div className={css.ends}>
          <a href={apiUrl('/docs')}>The API</a>
          {me !== undefined && me.credential !== null && (
            <button type="button" className={button.button} onClick={() => void logOut()}>
              Log out
            </button>
          )}
        </div>
      </div>
    </>
  );
}

function scopeText(definitions: readonly string[] | null): string {
  return definitions === null ? 'for all definitions' : `for ${definitions.join(', ')}`;
}

const WORDS: Readonly<Record<string, string>> = { utc: 'UTC' };

function Choice<Name extends keyof Look>({ name, title }: { name: Name; title: string }) {
  const look = useLook();
  const values = CHOICES[name];
  return (
    <fieldset className={css.choice}>
      <legend>{title}</legend>
      {values.map((value) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={look[name] === value}
            onChange={() => choose(name, value)}
          />
          {WORDS[value] ?? value}
        </label>
      ))}
    </fieldset>
  );
}
