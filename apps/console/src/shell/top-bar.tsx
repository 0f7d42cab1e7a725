import css from './top-bar.module.css';
import { Caller } from './caller';
import { LiveBadge } from './live-badge';

interface TopBarProps {
  readonly onPalette: () => void;
  readonly onSheet: () => void;
}

/** Finds anything by its id; says who looks, and whether what is seen is current. */
export function TopBar({ onPalette, onSheet }: TopBarProps) {
  return (
    <header className={css.bar}>
      <button type="button" className={css.find} onClick={onPalette}>
        <span>
          Go to, or paste <span className={css.wide}>any</span> id
        </span>
        <kbd>Ctrl K</kbd>
      </button>
      <span className={css.space} />
      <LiveBadge />
      <button type="button" className={css.help} aria-label="Shortcuts" onClick={onSheet}>
        ?
      </button>
      <Caller />
    </header>
  );
}
