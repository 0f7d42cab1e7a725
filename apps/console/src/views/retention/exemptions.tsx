import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import css from './retention.module.css';

const PAGE = 50;

/** Sagas that no rule deletes; not there when there is none. */
export function Exemptions() {
  const exemptions = usePages<components['schemas']['Exemption']>({
    queryKey: ['listExemptions'],
    read: (cursor, signal) => {
      const params = { query: { limit: PAGE, ...cursor } };
      return dataOf(api.GET('/v1/admin/exemptions', { params, signal }));
    },
  });
  if (exemptions.items.length === 0) return null;
  return (
    <Card title="Kept for ever" aside="No rule deletes these.">
      <table className={table.table}>
        <thead>
          <tr>
            <th>Saga</th>
            <th>Since</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {exemptions.items.map(({ sagaId, actor, reason, since }) => (
            <tr key={sagaId}>
              <td className={css.saga}>
                <Link href={`/sagas/${sagaId}`} className={css.link}>
                  <code>{sagaId}</code>
                </Link>
              </td>
              <td>
                <When at={since} /> by {actor}
              </td>
              <td className={table.text}>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More of={exemptions} />
    </Card>
  );
}
