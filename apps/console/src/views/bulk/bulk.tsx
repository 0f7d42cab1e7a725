import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { bulkTitle } from '../../acting/bulk/bulk-words';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useFresh } from '../../live/live';
import { PageHead } from '../../parts/page-head';
import { Failed, Waiting } from '../../parts/states';
import { When } from '../../parts/when';
import { BulkActs } from './bulk-acts';
import { actionName, sharesOf } from './bulk-facts';
import { BulkProgress } from './bulk-progress';
import { BulkResults } from './bulk-results';
import { BulkTerms } from './bulk-terms';
import { useReadAgain } from './use-read-again';
import { numberText } from '../../parts/text/number-text';

type Bulk = components['schemas']['Bulk'];

const READ_EVERY_MS = 1_000;

/** How far it is, what failed again, and why it stopped. */
export default function BulkOperation() {
  const { id = '' } = useParams<{ id: string }>();
  useFresh(['getBulk']);
  const bulk = useQuery({
    queryKey: ['getBulk', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/admin/bulk/{id}', { params: { path: { id } }, signal })),
  });
  const isMoving = bulk.data !== undefined && bulk.data.endedAt === null;
  useReadAgain('getBulk', isMoving, READ_EVERY_MS);
  useReadAgain('listBulkResults', isMoving, READ_EVERY_MS);
  const list = <Link href="/bulk">Bulk operations</Link>;
  if (bulk.isPending) return <Waiting />;
  if (bulk.isLoadingError) {
    return (
      <>
        <PageHead title="A bulk operation" above={list} />
        <Failed error={bulk.error} onRetry={() => void bulk.refetch()} />
      </>
    );
  }
  const { actor, reason, createdAt, count } = bulk.data;
  return (
    <>
      <PageHead
        above={
          <>
            {list} / by {actor} <When at={createdAt} /> · “{reason}”
          </>
        }
        title={`${bulkTitle(actionName(bulk.data), count)}: ${progressText(bulk.data)}`}
        acts={<BulkActs bulk={bulk.data} />}
      />
      <BulkProgress bulk={bulk.data} />
      <BulkResults bulk={bulk.data} />
      <BulkTerms bulk={bulk.data} />
    </>
  );
}

function progressText(bulk: Bulk): string {
  const { done, refused } = bulk.counts;
  const { failed } = sharesOf(bulk);
  const acted = `${numberText(done + refused)} done`;
  return failed === 0 ? acted : `${acted}, ${numberText(failed)} failed again`;
}
