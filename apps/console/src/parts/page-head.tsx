import type { ReactNode } from 'react';
import css from './page-head.module.css';

interface PageHeadProps {
  readonly title: ReactNode;
  /** Small, above the title: where it belongs, and since when. */
  readonly above?: ReactNode;
  /** Small, below the title: what this place is for. */
  readonly says?: ReactNode;
  /** At the right: acts on what is shown. */
  readonly acts?: ReactNode;
}

/** The head of a view: its one heading of the first level. */
export function PageHead({ title, above, says, acts }: PageHeadProps) {
  return (
    <header className={css.head}>
      <div className={css.words}>
        {above !== undefined && <small>{above}</small>}
        <h1>{title}</h1>
        {says !== undefined && <small>{says}</small>}
      </div>
      {acts !== undefined && <div className={css.acts}>{acts}</div>}
    </header>
  );
}
