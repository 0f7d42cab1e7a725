import type { ReactNode } from 'react';
import css from './as-sent.module.css';

interface AsSentProps {
  /** Nobody knows whether it was done. */
  readonly isSent: boolean;
  readonly children: ReactNode;
}

/** Fields of an act. Without an answer they stay as they were sent: it is done at most once. */
export function AsSent({ isSent, children }: AsSentProps) {
  return (
    <>
      <Locked isLocked={isSent}>{children}</Locked>
      {isSent && (
        <p>Nobody knows whether it was done. “Try again” sends the same: it is done once.</p>
      )}
    </>
  );
}

/** Fields that nobody may change now. */
export function Locked(props: { readonly isLocked: boolean; readonly children: ReactNode }) {
  return (
    <fieldset className={css.fields} disabled={props.isLocked}>
      {props.children}
    </fieldset>
  );
}
