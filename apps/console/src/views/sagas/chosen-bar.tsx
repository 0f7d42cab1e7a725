import { lazy, Suspense, useState } from 'react';
import type { BulkAsk } from '../../acting/bulk/bulk';
import { BULK_WORDS } from '../../acting/bulk/bulk-words';
import { useWhyNot } from '../../api/me';
import button from '../../parts/button.module.css';
import type { Chosen } from './use-chosen';
import css from './chosen-bar.module.css';
import { numberText } from '../../parts/text/number-text';

const ActOnChosen = lazy(() => import('./act-on-chosen'));

type Action = BulkAsk['action'];
const FIRST = ['retry', 'pause', 'resume', 'cancel', 'compensate'] as const;
const FURTHER = ['skip', 'settle', 'abandon'] as const;

interface ChosenBarProps {
  /** The filter of the list. */
  readonly text: string;
  readonly chosen: Chosen;
  /** How many the filter means; null: not known yet. */
  readonly count: { readonly count: number; readonly isExact: boolean } | null;
  readonly onChoose: (chosen: Chosen) => void;
}

/** What may be done with the rows that are chosen. */
export function ChosenBar({ text, chosen, count, onChoose }: ChosenBarProps) {
  const [action, act] = useState<Action | null>(null);
  const why = useWhyNot('makeBulk');
  const size = chosen.kind === 'all' ? (count?.count ?? 0) : chosen.ids.size;
  if (size === 0) return null;
  const which = chosen.kind === 'all' ? { filter: text } : { ids: [...chosen.ids] };
  const all = count && `${count.isExact ? '' : 'at least '}${numberText(count.count)}`;
  return (
    <section className={css.bar} aria-label="Chosen sagas">
      <span className={css.words} role="status">
        <b>
          {chosen.kind === 'all'
            ? `All ${all} that the filter means`
            : `${numberText(size)} chosen`}
        </b>
        {chosen.kind === 'these' && all !== null && count !== null && count.count > size && (
          <button type="button" className={css.word} onClick={() => onChoose({ kind: 'all' })}>
            choose all {all} that the filter means
          </button>
        )}
        <button
          type="button"
          className={css.word}
          onClick={() => onChoose({ kind: 'these', ids: new Set() })}
        >
          choose none
        </button>
      </span>
      <span className={css.acts}>
        {[...FIRST, ...FURTHER].map((each) => (
          <button
            key={each}
            type="button"
            className={
              each === 'retry' && why === null ? `${button.button} ${button.main}` : button.button
            }
            aria-disabled={why !== null}
            title={why ?? undefined}
            onClick={() => why === null && act(each)}
          >
            {BULK_WORDS[each]}…
          </button>
        ))}
      </span>
      {action !== null && (
        <Suspense>
          <ActOnChosen which={which} size={size} action={action} onClose={() => act(null)} />
        </Suspense>
      )}
    </section>
  );
}
