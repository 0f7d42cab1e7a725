import { Link } from 'wouter';
import css from './tabs.module.css';

export interface Tab {
  readonly name: string;
  readonly href: string;
  readonly isHere: boolean;
}

/** What else this place shows; which one is in the address. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  return (
    <nav className={css.tabs} aria-label={label}>
      {tabs.map(({ name, href, isHere }) => (
        <Link key={`${name} ${href}`} href={href} aria-current={isHere ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
