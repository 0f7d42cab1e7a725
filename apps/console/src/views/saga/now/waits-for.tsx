import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { components } from '../../../api/schema';
import { When } from '../../../parts/when';
import css from './waits-for.module.css';

type Awaited = components['schemas']['WaitingOn'];

const SHOWN_MAX = 8;

const WORDS: Readonly<Record<Awaited['code'], string>> = {
  stuck: 'a person',
  paused: 'the end of a pause',
  'no-consumer': 'a consumer',
  outbox: 'the broker',
  'back-off': 'the next attempt',
  lock: 'a lock',
  signal: 'a signal',
  event: 'an event',
  inquiry: 'what became of it',
  child: 'a child',
  executing: 'an answer',
  timer: 'time to pass',
  limit: 'its turn at a limit',
};

interface WaitsForProps {
  readonly sagaId: string;
  readonly on: readonly Awaited[];
}

/** All that the saga waits for, with where to look. */
export function WaitsFor({ sagaId, on }: WaitsForProps) {
  const shown = on.slice(0, SHOWN_MAX);
  if (shown.length === 0) return null;
  return (
    <ul className={css.list} aria-label="What it waits for">
      {shown.map((each, at) => (
        <li key={`${at} ${each.code} ${each.step}`}>
          <span className={css.what}>
            {each.step !== null && (
              <b>
                {each.direction === 'compensate' && 'undo of '}
                {each.step}
              </b>
            )}{' '}
            waits for {WORDS[each.code]}
            <Whereabouts of={each} />
            {each.code === 'signal' && each.step !== null && (
              <>
                {' · '}
                <Link href={`/tasks/${sagaId}/${encodeURIComponent(each.step)}`}>answer it</Link>
              </>
            )}
          </span>
          <small>
            began <When at={each.since} />
            {each.until !== null && (
              <>
                , next <When at={each.until} />
              </>
            )}
          </small>
        </li>
      ))}
      {on.length > shown.length && <li>and {on.length - shown.length} more</li>}
    </ul>
  );
}

/** Links to what it is about. */
function Whereabouts({ of: awaited }: { readonly of: Awaited }) {
  const links = linksOf(awaited);
  return <>{links.map((link, at) => [<span key={at}>: </span>, link])}</>;
}

function linksOf({ code, name, key, participant, sagaId, pauses }: Awaited): readonly ReactNode[] {
  const parts: ReactNode[] = [];
  if (code === 'lock' && name !== null) {
    parts.push(
      <Link key="lock" href={`/locks?key=${encodeURIComponent(name)}`}>
        <code>{name}</code>
      </Link>,
    );
  } else if (name !== null) {
    parts.push(<code key="name">{key === null ? name : `${name} of ${key}`}</code>);
  }
  if (participant !== null) {
    parts.push(
      <Link key="participant" href={`/participants/${encodeURIComponent(participant)}`}>
        {participant}
      </Link>,
    );
  }
  if (sagaId !== null) {
    parts.push(
      <Link key="saga" href={`/sagas/${sagaId}`}>
        {code === 'lock' ? 'held by' : 'its'} saga <code>{sagaId.slice(0, 8)}…</code>
      </Link>,
    );
  }
  pauses.forEach((pause) => {
    const text = scopeText(pause.scope);
    const isOwn = pause.id === null;
    parts.push(
      isOwn ? (
        <span key="own">{text}</span>
      ) : (
        <Link key={pause.id} href="/pauses">
          {text}
        </Link>
      ),
    );
  });
  return parts;
}

function scopeText(scope: Awaited['pauses'][number]['scope']): string {
  if (scope === null) return 'the saga itself is paused';
  if ('participant' in scope) return `participant ${scope.participant} is paused`;
  if ('failureGroup' in scope) return `a group of failures at ${scope.place.step} is paused`;
  return 'step' in scope
    ? `step ${scope.step} of ${scope.definition} is paused`
    : `definition ${scope.definition} is paused`;
}
