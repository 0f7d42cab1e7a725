import type { components } from '../../../api/schema';
import { utcText } from '../../../parts/text/time-text';
import css from './then.module.css';

/** What the saga waited for then. Nothing can be done about the past. */
export function Then({ saga }: { readonly saga: components['schemas']['Saga'] }) {
  const { waiting, status, version, updatedAt } = saga;
  return (
    <section className={css.then} data-code={waiting?.code ?? 'ended'} aria-label="Then">
      <small>
        As it was at {utcText(Date.parse(updatedAt))}, after version {version} was written. Nothing
        can be done here: this is the past.
      </small>
      <p>{waiting === null ? `It had ended: ${status}.` : thenText(waiting.text, updatedAt)}</p>
    </section>
  );
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** How long ago an instant was is said of now, and would mislead here. */
function thenText(text: string, then: string): string {
  return text.replaceAll(INSTANT, (instant) => {
    const isSameDay = instant.slice(0, 10) === then.slice(0, 10);
    const day = isSameDay ? '' : `${instant.slice(0, 10)} `;
    return `${day}${instant.slice(11, 19)} UTC`;
  });
}
