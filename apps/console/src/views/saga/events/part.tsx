import type { ReactNode } from 'react';
import css from './event-panel.module.css';

/** A part of a panel, with a small heading. */
export function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={css.part}>
      <h4>{title}</h4>
      {children}
    </div>
  );
}
