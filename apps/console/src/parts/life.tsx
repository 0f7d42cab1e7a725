import type { components } from '../api/schema';
import { When } from './when';
import css from './life.module.css';

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
  if (mutedUntil === null) return ` for ${(mutedForSagas ?? 0).toLocaleString('en')} more sagas`;
  return (
    <>
      {', ends '}
      <When at={mutedUntil} />
      {mutedForSagas !== null && `, or ${mutedForSagas.toLocaleString('en')} more sagas`}
    </>
  );
}
