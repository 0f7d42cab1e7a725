import type { components } from '../api/schema';
import { When } from './when';
import css from './life.module.css';
import { numberText } from './text/number-text';

type Life = components['schemas']['FailureLife'];

/** What people made of a group, in a word or two. */
export function LifeOf({ life }: { readonly life: Life }) {
  const { status, resolvedInVersion } = life;
  return (
    <span className={css.life} data-life={status}>
      {status}
      {status === 'muted' && <Mute life={life} />}
      {status === 'resolved' && resolvedInVersion !== null && ` in v${resolvedInVersion}`}
    </span>
  );
}

function Mute({ life: { mutedUntil, mutedForSagas } }: { readonly life: Life }) {
  if (mutedUntil === null) return ` for ${numberText(mutedForSagas ?? 0)} more sagas`;
  return (
    <>
      {', ends '}
      <When at={mutedUntil} />
      {mutedForSagas !== null && `, or ${numberText(mutedForSagas)} more sagas`}
    </>
  );
}
