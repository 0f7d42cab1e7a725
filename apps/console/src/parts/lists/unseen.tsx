import type { ReactNode } from 'react';
import css from './unseen.module.css';

/** Words for those who hear the page; whoever sees it knows by where it stands. */
export function Unseen({ children }: { readonly children: ReactNode }) {
  return <span className={css.unseen}>{children}</span>;
}
