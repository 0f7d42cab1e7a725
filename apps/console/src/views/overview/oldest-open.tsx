import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { Empty } from '../../parts/states';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';

type Oldest = components['schemas']['Overview']['oldestOpenSaga'];

/** The saga that is open the longest. */
export function OldestOpen({ oldest }: { readonly oldest: Oldest }) {
  return (
    <Card title="Open the longest">
      {oldest === null ? (
        <Empty title="No saga is open.">
          <p>
            Post a definition and start a saga: <Link href="/definitions">Definitions</Link>.
          </p>
        </Empty>
      ) : (
        <table className={table.table}>
          <tbody>
            <tr>
              <td className={table.text}>
                <Link href={`/sagas/${oldest.id}`}>
                  <code>{oldest.id}</code>
                </Link>
              </td>
              <td className={table.when}>
                <When at={oldest.createdAt} />
              </td>
            </tr>
          </tbody>
        </table>
      )}
    </Card>
  );
}
