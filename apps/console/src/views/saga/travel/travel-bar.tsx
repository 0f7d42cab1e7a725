import { useEffect, useState } from 'react';
import button from '../../../parts/button.module.css';
import type { At } from './use-at';
import css from './travel-bar.module.css';

/** The saga is read once the slider has rested for so long. */
const RESTS_MS = 120;

interface TravelBarProps {
  readonly at: At;
  /** The version of the saga now. */
  readonly latest: number;
}

/** Where on its way the saga is shown: a slider over its versions. */
export function TravelBar({ at, latest }: TravelBarProps) {
  const [dragged, drag] = useState<number | null>(null);
  const { version, go } = at;
  const shown = Math.min(dragged ?? version ?? latest, latest);
  useEffect(() => {
    if (dragged === null) return undefined;
    const timer = setTimeout(() => {
      go(dragged === latest ? null : dragged);
      drag(null);
    }, RESTS_MS);
    return () => clearTimeout(timer);
  }, [dragged, latest, go]);
  const isPast = version !== null;
  const where = `version ${shown} of ${latest}`;
  if (latest === 1 && !isPast) return null;
  return (
    <section className={css.bar} data-past={isPast} aria-label="Time travel">
      <span className={css.words} role="status">
        {isPast ? <b>This is the past</b> : 'As it is now'}
        <small>{where}</small>
      </span>
      <input
        className={css.slider}
        type="range"
        min={1}
        max={latest}
        value={shown}
        aria-label="Version"
        aria-valuetext={isPast ? where : `${where}, now`}
        onChange={({ target }) => drag(Number(target.value))}
      />
      <span className={css.steps}>
        <Step name="Earlier" sign="‹" to={shown > 1 ? shown - 1 : null} onGo={drag} />
        <Step name="Later" sign="›" to={isPast && shown < latest ? shown + 1 : null} onGo={drag} />
        <button
          type="button"
          className={isPast ? `${button.button} ${button.main}` : button.button}
          aria-disabled={!isPast}
          aria-keyshortcuts="Escape"
          title="Escape"
          onClick={() => isPast && go(null)}
        >
          Back to now
        </button>
      </span>
    </section>
  );
}

interface StepProps {
  readonly name: string;
  readonly sign: string;
  /** null: there is none. */
  readonly to: number | null;
  readonly onGo: (version: number) => void;
}

function Step({ name, sign, to, onGo }: StepProps) {
  return (
    <button
      type="button"
      className={button.button}
      aria-label={name}
      aria-disabled={to === null}
      onClick={() => to !== null && onGo(to)}
    >
      {sign}
    </button>
  );
}
