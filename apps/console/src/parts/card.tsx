import type { ReactNode } from 'react';
import css from './card.module.css';

interface CardProps {
  readonly title: string;
  /** At the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a view, with a heading. */
export function Card({ title, aside, children }: CardProps) {
  return (
    <section className={css.card} aria-label={title}>
      <header className={css.head}>
        <h2>{title}</h2>
        {aside !== undefined && <small>{aside}</small>}
      </header>
      {children}
    </section>
  );
}
