import type { Pace } from './bulk';
import { stagesOf } from './stages';
import css from './bulk.module.css';
import { numberText } from '../../parts/text/number-text';

/** How it goes: the canary, what comes after it, and when it stops by itself. */
export function BulkPlan({ count, pace }: { readonly count: number; readonly pace: Pace }) {
  const { canary, rate, failuresMax } = pace;
  const { stages, left } = stagesOf(count, pace);
  return (
    <section aria-label="How it goes">
      <p>
        About <b>{numberText(count)}</b> {count === 1 ? 'saga' : 'sagas'}, as they are now: what
        joins later is not in it.
      </p>
      <ol className={css.stages}>
        {stages.map((size, at) => (
          <li key={at} data-first={at === 0 && canary > 0}>
            <b>{numberText(size)}</b> {wordsOf(at, { canary, rate })}
          </li>
        ))}
        {left > 0 && <li>then {numberText(left)} more</li>}
      </ol>
      <p>
        <small>Stops by itself when more than {failuresMax} % of a stage fail again.</small>
      </p>
    </section>
  );
}

function wordsOf(at: number, { canary, rate }: Pick<Pace, 'canary' | 'rate'>): string {
  if (at === 0 && canary > 0) return 'as canary; its end is awaited';
  return rate === null ? 'then' : `at ${rate} a second`;
}
