import { KINDS, type Kind } from './kinds';
import css from './timeline.module.css';
import type { Hidden } from './use-hidden';

interface LegendProps {
  readonly kinds: ReadonlySet<Kind>;
  readonly hidden: Hidden;
}

/** The kinds of time that there are; each is hidden and shown by a press. */
export function Legend({ kinds, hidden }: LegendProps) {
  const names = Object.keys(KINDS) as readonly Kind[];
  return (
    <ul className={css.legend} aria-label="Kinds of time">
      {names
        .filter((kind) => kinds.has(kind) || hidden.kinds.has(kind))
        .map((kind) => (
          <li key={kind}>
            <button
              type="button"
              aria-pressed={!hidden.kinds.has(kind)}
              onClick={() => hidden.toggle(kind)}
            >
              <span className={css.swatch} data-kind={kind} aria-hidden="true" />
              {KINDS[kind]}
            </button>
          </li>
        ))}
    </ul>
  );
}
