import { Field } from '../../parts/field';
import type { Pace } from './bulk';
import css from './bulk.module.css';

interface PaceFieldsProps {
  readonly pace: Pace;
  readonly onChange: (pace: Pace) => void;
}

/** How fast, and how careful: what is usual holds until somebody opens it. */
export function PaceFields({ pace, onChange }: PaceFieldsProps) {
  const { canary, rate, failuresMax, outcomeWithin } = pace;
  const number = (text: string): number => Math.max(0, Math.round(Number(text) || 0));
  return (
    <details>
      <summary>Canary, rate and when it stops</summary>
      <div className={css.pace}>
        <Field label="Canary" hint="Sagas that go first; 0: none">
          <input
            type="number"
            min={0}
            max={1000}
            value={canary}
            onChange={({ target }) => onChange({ ...pace, canary: number(target.value) })}
          />
        </Field>
        <Field label="Rate" hint="Sagas a second after it; empty: in stages">
          <input
            type="number"
            min={1}
            max={100}
            value={rate ?? ''}
            onChange={({ target }) =>
              onChange({ ...pace, rate: target.value === '' ? null : number(target.value) })
            }
          />
        </Field>
        <Field label="Stops above" hint="Percent that fail again">
          <input
            type="number"
            min={0}
            max={100}
            value={failuresMax}
            onChange={({ target }) => onChange({ ...pace, failuresMax: number(target.value) })}
          />
        </Field>
        <Field label="At rest within" hint="30s, 5m, at most 24h; later counts as failed">
          <input
            value={outcomeWithin}
            onChange={({ target }) => onChange({ ...pace, outcomeWithin: target.value })}
          />
        </Field>
      </div>
    </details>
  );
}
