import type { ReactNode } from 'react';
import type { Outcome } from './outcomes';
import css from './matrix.module.css';

/** Lines, but where the class says that it is filled. */
const SIGNS: Readonly<Record<Outcome, ReactNode>> = {
  on: <path d="M2 8h11M9 4l4 4-4 4" />,
  again: <path d="M12.5 5.5A5 5 0 1 0 13 8.6M13 2.5v3.2H9.8" />,
  around: <path d="M2 11c1-7 9-7 10-1M9 8.5l3 2 1.6-3.4" />,
  back: <path d="M6 3 2.5 6.5 6 10M2.5 6.5h7a3.5 3.5 0 0 1 0 7H6" />,
  'back-kept': (
    <>
      <path d="M6 3 2.5 6.5 6 10M2.5 6.5h7a3.5 3.5 0 0 1 0 7H6" />
      <circle className={css.filled} cx="13" cy="3" r="2.2" />
    </>
  ),
  stuck: <path className={css.filled} d="M8 2 14.5 13.5h-13Z" />,
  lost: <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />,
};

/** A shape on a colour; the words are beside it. */
export function OutcomeSign({ of }: { readonly of: Outcome }) {
  return (
    <span className={css.sign} data-outcome={of}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {SIGNS[of]}
      </svg>
    </span>
  );
}
