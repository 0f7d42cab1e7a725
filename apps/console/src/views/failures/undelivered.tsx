import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { numberText } from '../../parts/text/number-text';

/** Messages that the broker does not take; nothing at all when it takes them. */
export function Undelivered(props: {
  readonly groups: readonly components['schemas']['Undelivered'][];
}) {
  const { groups } = props;
  if (groups.length === 0) return null;
  const aside = <Link href="/participants">participants</Link>;
  return (
    <Card title="Messages that do not arrive" aside={aside}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>For</th>
            <th>Why</th>
            <th className={table.number}>Messages</th>
            <th>Oldest</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ participant, reason, messages, oldestAt }) => (
            <tr key={`${participant} ${reason}`}>
              <td>{participant ?? 'events'}</td>
              <td className={table.text}>{reason}</td>
              <td className={table.number}>{numberText(messages)}</td>
              <td>
                <When at={oldestAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
