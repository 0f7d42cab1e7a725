import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { Empty } from '../../parts/states';
import { Status } from '../../parts/status';
import table from '../../parts/table.module.css';
import { Brief } from '../../parts/told';
import { When } from '../../parts/when';
import { useSaga } from '../saga/use-saga';
import css from './overview.module.css';

type Oldest = components['schemas']['OldestOpenSaga'];

/** The saga that is open the longest. */
export function OldestOpen({ oldest }: { readonly oldest: Oldest | null }) {
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
            <OldestRow oldest={oldest} />
          </tbody>
        </table>
      )}
    </Card>
  );
}

/** What it waits for is asked for by itself, and has its line before it comes. */
function OldestRow({ oldest: { id, status, definition, createdAt } }: { readonly oldest: Oldest }) {
  const { data: saga } = useSaga(id);
  const waiting = saga?.waiting ?? null;
  return (
    <tr>
      <td>
        <Status of={saga?.status ?? status} />
      </td>
      <td className={table.text}>
        <Link href={`/sagas/${id}`}>
          <code>{saga?.key ?? id}</code>
        </Link>{' '}
        <small>{definition}</small>
        <span className={css.why}>{waiting !== null && <Brief text={waiting.text} />}</span>
      </td>
      <td className={table.when}>
        <When at={createdAt} />
      </td>
    </tr>
  );
}
