import { Link } from 'wouter';
import { bulkTitle } from '../../acting/bulk/bulk-words';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { Status } from '../../parts/status';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { BulkBar } from './bulk-bar';
import { actionName, BULK_STATUS, sharesOf } from './bulk-facts';
import { useReadAgain } from './use-read-again';
import css from './bulk.module.css';
import { numberText } from '../../parts/text/number-text';

type Bulk = components['schemas']['Bulk'];

const PAGE = 50;
const READ_EVERY_MS = 2_000;

/** What is, or was, done to many sagas at once. */
export default function BulkList() {
  const bulks = usePages<Bulk>({
    queryKey: ['listBulks'],
    read: (cursor, signal) => {
      const query = { limit: PAGE, ...cursor };
      return dataOf(api.GET('/v1/admin/bulk', { params: { query }, signal }));
    },
  });
  useReadAgain(
    'listBulks',
    bulks.items.some(({ endedAt }) => endedAt === null),
    READ_EVERY_MS,
  );
  return (
    <>
      <PageHead
        title="Bulk operations"
        says="One act on many sagas: a canary first, then more and more; too many failures stop it."
      />
      <Card title="All of them" aside="newest first, for 30 days">
        {bulks.isPending && <Waiting />}
        {bulks.isError && <Failed error={bulks.error} onRetry={() => void bulks.refetch()} />}
        {bulks.isSuccess && bulks.items.length === 0 && (
          <Empty title="Nothing was done in bulk yet.">
            <p>
              Choose sagas in the <Link href="/sagas?status=stuck">list</Link>, or a{' '}
              <Link href="/failures">cause</Link> to retry.
            </p>
          </Empty>
        )}
        {bulks.items.length > 0 && <BulkTable bulks={bulks.items} />}
        <More of={bulks} />
      </Card>
    </>
  );
}

function BulkTable({ bulks }: { readonly bulks: readonly Bulk[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>State</th>
          <th>What</th>
          <th className={table.extra}>How far</th>
          <th className={table.number}>Failed</th>
          <th className={table.extra}>By</th>
          <th className={table.when}>Begun</th>
        </tr>
      </thead>
      <tbody>
        {bulks.map((bulk) => (
          <BulkRow key={bulk.id} bulk={bulk} />
        ))}
      </tbody>
    </table>
  );
}

function BulkRow({ bulk }: { readonly bulk: Bulk }) {
  const { id, status, count, reason, stop, actor, createdAt } = bulk;
  const { failed } = sharesOf(bulk);
  return (
    <tr>
      <td>
        <Status of={BULK_STATUS[status]} text={status} />
      </td>
      <td className={table.text}>
        <Link href={`/bulk/${id}`}>
          <b>{bulkTitle(actionName(bulk), count)}</b>
        </Link>
        <span className={css.reason}>{stop === null ? reason : `${reason} · ${stop.detail}`}</span>
      </td>
      <td className={table.extra}>
        <span className={css.small}>
          <BulkBar bulk={bulk} />
        </span>
      </td>
      <td className={table.number} data-label="failed:">
        {numberText(failed)}
      </td>
      <td className={table.extra}>{actor}</td>
      <td className={table.when} data-label="begun">
        <When at={createdAt} />
      </td>
    </tr>
  );
}
