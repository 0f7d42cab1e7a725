import { useMemo } from 'react';
import button from '../../../parts/button.module.css';
import { Differences } from '../../../parts/differences';
import { agoText, durationText, utcText } from '../../../parts/text/time-text';
import { exchangesOf } from '../history/exchanges';
import { keyOf, type Happening } from '../history/happening';
import { changesOf, statesAround } from '../history/states';
import { timerChanges, type Timer } from '../history/timers';
import { Masked } from '../masked';
import { CameIn } from './came-in';
import { Decided } from './decided';
import { Part } from './part';
import { WentOut } from './went-out';
import css from './event-panel.module.css';

interface EventPanelProps {
  readonly sagaId: string;
  readonly happenings: readonly Happening[];
  readonly place: number;
  readonly onClose: () => void;
}

/** All of one happening: what came in, what it changed, what went out, what decided it. */
export function EventPanel({ sagaId, happenings, place, onClose }: EventPanelProps) {
  const happening = happenings[place];
  const exchanges = useMemo(() => exchangesOf(happenings), [happenings]);
  if (happening === undefined) return null;
  const key = keyOf(happening);
  const { at, version, events } = happening;
  const answered = exchanges.find((each) => each.answer?.key === key) ?? null;
  const title = version === null ? 'A reply that changed nothing' : `Event ${version}`;
  return (
    <section className={css.panel} aria-label={title}>
      <header className={css.head}>
        <h3>{title}</h3>
        <small>{utcText(at)}</small>
        <button type="button" className={button.button} onClick={onClose}>
          Close
        </button>
      </header>
      <CameIn happening={happening} answered={answered} />
      {version !== null && <Changed happenings={happenings} place={place} />}
      <WentOut events={events} exchanges={exchanges.filter((each) => each.key === key)} />
      <Masked value={events} />
      {version !== null && <Timers happenings={happenings} place={place} />}
      {version !== null && <Decided sagaId={sagaId} version={version} />}
    </section>
  );
}

type Of = Pick<EventPanelProps, 'happenings' | 'place'>;

function Changed({ happenings, place }: Of) {
  const changes = useMemo(() => changesOf(happenings, place), [happenings, place]);
  return (
    <Part title="What changed">
      {changes.length === 0 ? (
        <p>Nothing but the version.</p>
      ) : (
        <Differences of={changes} label="What changed" />
      )}
    </Part>
  );
}

function Timers({ happenings, place }: Of) {
  const { before, after } = useMemo(() => statesAround(happenings, place), [happenings, place]);
  const { set, cleared } = timerChanges(before, after);
  if (set.length + cleared.length === 0) return null;
  const at = happenings[place]?.at ?? 0;
  return (
    <Part title="Timers">
      <ul>
        {set.map((timer) => (
          <li key={timer.name}>
            <TimerText timer={timer} at={at} />
          </li>
        ))}
        {cleared.map(({ name }) => (
          <li key={name}>{name}: cleared</li>
        ))}
      </ul>
    </Part>
  );
}

function TimerText({ timer, at }: { readonly timer: Timer; readonly at: number }) {
  const text = timer.at > at ? `${durationText(timer.at - at)} later` : agoText(timer.at, at);
  return (
    <>
      {timer.name}: <time title={utcText(timer.at)}>{text}</time>
    </>
  );
}
