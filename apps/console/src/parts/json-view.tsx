import { useState } from 'react';
import button from './button.module.css';
import css from './json-view.module.css';
import { numberText } from './text/number-text';

/** More is shown only to those who ask for it: a payload may have a megabyte. */
const CHARS_MAX = 10_000;

/** A value as people read it. It stays text, whatever is in it. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  return <TextView text={JSON.stringify(value, null, 2) ?? ''} label={label} />;
}

/** A text as it is. */
export function TextView({ text, label }: { readonly text: string; readonly label: string }) {
  const [isWhole, showWhole] = useState(false);
  const isCut = !isWhole && text.length > CHARS_MAX;
  return (
    <div className={css.json}>
      <pre tabIndex={0} role="region" aria-label={label}>
        {isCut ? `${text.slice(0, CHARS_MAX)} …` : text}
      </pre>
      {isCut && (
        <button type="button" className={button.button} onClick={() => showWhole(true)}>
          All {numberText(text.length)} characters
        </button>
      )}
    </div>
  );
}
