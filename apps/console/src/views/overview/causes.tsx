import { useState } from 'react';
import { Link } from 'wouter';
import { RetryButton, RetryDialog } from '../../acting/bulk/retry-group';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { LifeOf } from '../../parts/life';
import { Spark } from '../../parts/spark';
import { Empty } from '../../parts/states';
import table from '../../parts/table.module.css';
import { versionsText } from '../../parts/versions';
import { When } from '../../parts/when';
import { Unseen } from '../../parts/lists/unseen';
import css from './overview.module.css';
import { numberText } from '../../parts/text/number-text';

type Group = components['schemas']['FailureGroup'];

/** Why sagas are stuck, or are about to be. */
export function Causes({ groups }: { readonly groups: readonly Group[] }) {
  const [opened, open] = useState<Group | null>(null);
  const aside = <Link href="/failures">all failures</Link>;
  return (
    <Card title="Why sagas are stuck" aside={aside}>
      {groups.length === 0 ? (
        <Empty title="Nothing fails." />
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th>Cause</th>
              <th className={table.number}>Sagas</th>
              <th className={table.extra}>First</th>
              <th>Last</th>
              <th className={table.extra}>24 h</th>
              <th className={table.extra}>Version</th>
              <th className={table.extra}>Owner</th>
              <th>
                <Unseen>Act</Unseen>
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group, at) => (
              <CauseRow key={group.fingerprint} {...{ group, isFirst: at === 0, onOpen: open }} />
            ))}
          </tbody>
        </table>
      )}
      {opened !== null && <RetryDialog group={opened} onClose={() => open(null)} />}
    </Card>
  );
}

interface CauseRowProps {
  readonly group: Group;
  readonly isFirst: boolean;
  readonly onOpen: (group: Group) => void;
}

function CauseRow({ group, isFirst, onOpen }: CauseRowProps) {
  const { fingerprint, error, kind, definition, step, direction, stuck } = group;
  return (
    <tr>
      <td className={table.text}>
        <Link
          href={`/failures/${fingerprint}`}
          className={css.cause}
          data-calm={group.life.status === 'muted'}
        >
          {error.code}: {kind}
        </Link>
        <span className={css.where}>
          {definition} · {direction === 'compensate' ? 'undo of ' : ''}
          <b>{step}</b>
          {group.retrying > 0 && ` · ${numberText(group.retrying)} have attempts left`}
          {group.oldestAt !== null && (
            <>
              {' · the oldest '}
              <When at={group.oldestAt} />
            </>
          )}
          {' · '}
          <LifeOf life={group.life} />
        </span>
      </td>
      <td className={table.number} data-label="sagas:">
        <b>{numberText(stuck)}</b>
      </td>
      <td className={table.extra}>
        <When at={group.firstSeenAt} />
      </td>
      <td data-label="last">
        <When at={group.lastSeenAt} />
      </td>
      <td className={table.extra}>
        <Spark values={group.trend} label="Sagas by hour" />
      </td>
      <td className={table.extra}>{versionsText(group.versions)}</td>
      <td className={table.extra}>{group.life.owner ?? <small>nobody</small>}</td>
      <td>
        <RetryButton {...{ group, isMain: isFirst, onOpen }} name="Preview retry of 1 as canary" />
      </td>
    </tr>
  );
}
