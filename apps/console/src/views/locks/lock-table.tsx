import { useState } from 'react';
import ActDialog from '../../acting/act-dialog';
import { useWhyNot } from '../../api/me';
import button from '../../parts/button.module.css';
import { SagaLink } from '../../parts/lists/saga-link';
import { Status } from '../../parts/status';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { Unseen } from '../../parts/lists/unseen';
import { chainFrom, type Lock, type LockTicket } from './lock-chain';
import css from './locks.module.css';
import { numberText } from '../../parts/text/number-text';

/** A row for each lock. */
export function LockTable({ locks }: { readonly locks: readonly Lock[] }) {
  const [chosen, choose] = useState<{ readonly key: string; readonly sagaId: string } | null>(null);
  const whyNot = useWhyNot('releaseLock');
  return (
    <>
      <table className={`${table.table} ${css.locks}`}>
        <thead>
          <tr>
            <th>Key</th>
            <th>Holder</th>
            <th>Waiting, in order</th>
            <th>
              <Unseen>Act</Unseen>
            </th>
          </tr>
        </thead>
        <tbody>
          {locks.map((lock) => (
            <LockRow
              key={lock.key}
              lock={lock}
              locks={locks}
              whyNot={lock.holder === null ? HIDDEN : whyNot}
              onRelease={choose}
            />
          ))}
        </tbody>
      </table>
      {chosen !== null && (
        <ActDialog
          sagaId={chosen.sagaId}
          act={{ verb: 'release-lock', key: chosen.key }}
          onClose={() => choose(null)}
        />
      )}
    </>
  );
}

const HIDDEN = 'A saga holds it whose definition you may not see.';

function LockRow(props: {
  readonly lock: Lock;
  readonly locks: readonly Lock[];
  readonly whyNot: string | null;
  readonly onRelease: (of: { key: string; sagaId: string }) => void;
}) {
  const { lock, locks, whyNot, onRelease } = props;
  const { key, holder } = lock;
  return (
    <tr>
      <td className={css.key}>
        <code>{key}</code>
      </td>
      <td className={css.who}>
        {holder === null ? HIDDEN : <Ticket ticket={holder} />}
        <Chain lock={lock} locks={locks} />
      </td>
      <td className={css.who} data-label="waiting:">
        <Waiters lock={lock} />
      </td>
      <td className={table.number}>
        <button
          type="button"
          className={button.button}
          aria-disabled={whyNot !== null}
          title={whyNot ?? undefined}
          aria-label={`Release the lock ${key}`}
          onClick={() =>
            whyNot === null && holder !== null && onRelease({ key, sagaId: holder.sagaId })
          }
        >
          {whyNot === null ? 'Release…' : 'Release'}
        </button>
      </td>
    </tr>
  );
}

function Ticket({ ticket }: { readonly ticket: LockTicket }) {
  const { sagaId, sagaKey, definition, status, since } = ticket;
  return (
    <span className={css.ticket}>
      <SagaLink id={sagaId} of={sagaKey} />{' '}
      <small>
        {definition} · <Status of={status} /> · asked <When at={since} />
      </small>
    </span>
  );
}

/** What the holder itself waits for. */
function Chain({ lock, locks }: { readonly lock: Lock; readonly locks: readonly Lock[] }) {
  const { links, isCircle } = chainFrom(lock, locks);
  if (links.length === 0) return null;
  return (
    <small className={css.chain} data-circle={isCircle}>
      {links.map(({ key, holder }) => (
        <span key={key}>
          waits for <code>{key}</code>
          {holder === null ? (
            ''
          ) : (
            <>
              , which <SagaLink id={holder.sagaId} of={holder.sagaKey} /> holds
            </>
          )}
        </span>
      ))}
      {isCircle && <b>They wait for each other: release one of the locks.</b>}
    </small>
  );
}

const SHOWN = 3;

function Waiters({ lock: { waiters, waiterCount } }: { readonly lock: Lock }) {
  if (waiterCount === 0) return <small>nobody</small>;
  const rest = waiters.slice(SHOWN);
  const unshown = waiterCount - waiters.length;
  return (
    <>
      <WaiterList waiters={waiters.slice(0, SHOWN)} start={1} />
      {rest.length > 0 && (
        <details className={css.rest}>
          <summary>{waiterCount - SHOWN} more</summary>
          <WaiterList waiters={rest} start={SHOWN + 1} />
          {unshown > 0 && <small>and {numberText(unshown)} after them</small>}
        </details>
      )}
    </>
  );
}

function WaiterList(props: { readonly waiters: readonly LockTicket[]; readonly start: number }) {
  return (
    <ol className={css.waiters} start={props.start}>
      {props.waiters.map((ticket) => (
        <li key={ticket.sagaId}>
          <Ticket ticket={ticket} />
        </li>
      ))}
    </ol>
  );
}
