import type { ReactNode } from 'react';
import button from '../button.module.css';
import css from './schema-form.module.css';

interface GroupProps {
  readonly label: string;
  readonly isRequired: boolean;
  readonly about: string | null;
  /** Takes all of it away; undefined: it has to be there. */
  readonly leave?: () => void;
  readonly children: ReactNode;
}

/** Fields that belong together. */
export function Group({ label, isRequired, about, leave, children }: GroupProps) {
  return (
    <fieldset className={css.group}>
      <legend>
        {label}
        {!isRequired && <small className={css.optional}> optional</small>}
      </legend>
      {about !== null && <small>{about}</small>}
      {children}
      {leave !== undefined && (
        <div>
          <button type="button" className={button.button} onClick={leave}>
            Leave out {label}
          </button>
        </div>
      )}
    </fieldset>
  );
}
