import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { LifeOf } from '../../parts/life';
import { Spark } from '../../parts/spark';
import table from '../../parts/table.module.css';
import { versionsText } from '../../parts/versions';
import { When } from '../../parts/when';
import { placeText } from './place-text';
import css from './failures.module.css';
import { numberText } from '../../parts/text/number-text';

type Group = components['schemas']['FailureGroup'];

/** A row for each cause. */
export function GroupTable({ groups }: { readonly groups: readonly Group[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Cause</th>
          <th className={table.number}>Stuck</th>
          <th className={`${table.number} ${table.extra}`}>Retrying</th>
          <th className={table.extra}>First</th>
          <th>Last</th>
          <th className={table.extra}>24 h</th>
          <th className={table.extra}>Versions</th>
          <th className={table.extra}>Owner</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <GroupRow key={group.fingerprint} group={group} />
        ))}
      </tbody>
    </table>
  );
}

function GroupRow({ group }: { readonly group: Group }) {
  const { fingerprint, error, kind, stuck, retrying, firstSeenAt, lastSeenAt, life } = group;
  return (
    <tr>
      <td className={table.text}>
        <Link
          href={`/failures/${fingerprint}`}
          className={css.cause}
          data-calm={stuck === 0 || life.status === 'muted'}
        >
          {error.code}: {kind}
        </Link>
        <span className={css.where}>
          {placeText(group)} · <LifeOf life={life} />
        </span>
      </td>
      <td className={table.number} data-label="stuck:">
        {numberText(stuck)}
      </td>
      <td className={`${table.number} ${table.extra}`}>{numberText(retrying)}</td>
      <td className={table.extra}>
        <When at={firstSeenAt} />
      </td>
      <td data-label="last">
        <When at={lastSeenAt} />
      </td>
      <td className={table.extra}>
        <Spark values={group.trend} label="Sagas by hour" />
      </td>
      <td className={table.extra}>{versionsText(group.versions)}</td>
      <td className={table.extra}>{life.owner ?? <small>nobody</small>}</td>
    </tr>
  );
}
