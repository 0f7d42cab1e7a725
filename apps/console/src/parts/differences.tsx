import type { Difference } from './difference';
import css from './differences.module.css';

/** More lines than anybody reads at once. */
const SHOWN_MAX = 40;
const VALUE_CHARS_MAX = 200;
const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

/** What differs, a line for each path: `+ steps.ship.output.trackingId "T-1"`. */
export function Differences(props: { readonly of: readonly Difference[]; readonly label: string }) {
  const { of: all, label } = props;
  return (
    <div className={css.scroll} tabIndex={0} role="group" aria-label={label}>
      <ul className={css.differences}>
        {all.slice(0, SHOWN_MAX).map((each) => (
          <li key={each.path} data-kind={each.kind}>
            <span aria-hidden="true">{SIGNS[each.kind]}</span>
            <span className={css.kind}>{each.kind} </span>
            <code>{each.path === '' ? 'all of it' : each.path}</code>{' '}
            <code className={css.values}>{valuesText(each)}</code>
          </li>
        ))}
      </ul>
      {all.length > SHOWN_MAX && <small>and {all.length - SHOWN_MAX} more</small>}
    </div>
  );
}

function valuesText({ kind, before, after }: Difference): string {
  if (kind === 'added') return valueText(after);
  if (kind === 'removed') return valueText(before);
  return `${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > VALUE_CHARS_MAX ? `${text.slice(0, VALUE_CHARS_MAX)}…` : text;
}
