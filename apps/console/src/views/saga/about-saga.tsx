import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Card } from '../../parts/card';
import { Facts, type Fact } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { When } from '../../parts/when';
import { ErrorText } from './events/error-text';
import { Masked } from './masked';
import type { Saga } from './use-saga';
import css from './about-saga.module.css';

const CHILDREN_MAX = 20;

/** What it was given, what it gave, and what it belongs to. */
export function AboutSaga({ saga }: { readonly saga: Saga }) {
  const { input, output, error, parent, children, locks, deadlineAt, endedAt, paused } = saga;
  const facts: readonly Fact[] = [
    ['Input', <Value key="input" value={input} label="Input of the saga" />],
    ['Output', output === null ? null : <Value value={output} label="Output of the saga" />],
    ['Error', error === null ? null : <ErrorText {...error} />],
    ['Ended', endedAt === null ? null : <When at={endedAt} />],
    ['Deadline', deadlineAt === null ? null : <When at={deadlineAt} />],
    ['Paused', paused === null ? null : <PausedText of={paused} />],
    ['Parent', parent === null ? null : <ParentLink of={parent} />],
    ['Children', children.length === 0 ? null : <Children of={children} />],
    ['Locks', locks.length === 0 ? null : <Locks saga={saga} />],
  ];
  return (
    <Card title="About it">
      <Facts facts={facts} />
    </Card>
  );
}

function Value({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <>
      <JsonView value={value} label={label} />
      <Masked value={value} />
    </>
  );
}

function PausedText({ of: { by, reason, since } }: { readonly of: NonNullable<Saga['paused']> }) {
  return (
    <>
      by {by}, <When at={since} />: {reason}
    </>
  );
}

function ParentLink({ of: { id, step } }: { readonly of: NonNullable<Saga['parent']> }) {
  return (
    <Link className={css.link} href={`/sagas/${id}?step=${encodeURIComponent(step)}`}>
      step {step} of <code>{id}</code>
    </Link>
  );
}

function Children({ of: children }: { readonly of: Saga['children'] }): ReactNode {
  const shown = children.slice(0, CHILDREN_MAX);
  return (
    <ul>
      {shown.map(({ id, step, status, definition }) => (
        <li key={id}>
          {step}:{' '}
          <Link className={css.link} href={`/sagas/${id}`}>
            {definition.name} <code>{id}</code>
          </Link>{' '}
          · {status}
        </li>
      ))}
      {children.length > shown.length && <li>and {children.length - shown.length} more</li>}
    </ul>
  );
}

/** Who holds what it waits for is what it waits on. */
function Locks({ saga: { locks, waiting, endedAt } }: { readonly saga: Saga }): ReactNode {
  const owners = new Map(
    (waiting?.on ?? [])
      .filter(({ code }) => code === 'lock')
      .map(({ name, sagaId }) => [name, sagaId]),
  );
  return (
    <ul>
      {locks.map(({ key, status, ticket }) => {
        const owner = status === 'waiting' ? (owners.get(key) ?? null) : null;
        return (
          <li key={key}>
            <Link className={css.link} href={`/locks?key=${encodeURIComponent(key)}`}>
              <code>{key}</code>
            </Link>{' '}
            {endedAt === null ? status : 'given back at its end'}
            {endedAt === null && ticket !== null && `, ticket ${ticket}`}
            {owner !== null && (
              <>
                , held by{' '}
                <Link className={css.link} href={`/sagas/${owner}`}>
                  <code>{owner}</code>
                </Link>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
