import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from 'wouter';
import { api, dataOf } from '../../api/client';
import { useFresh } from '../../live/live';
import { Card } from '../../parts/card';
import { Tabs } from '../../parts/lists/tabs';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { GroupTable } from './group-table';
import { Undelivered } from './undelivered';

const SHOWN = [
  { name: 'In trouble now', status: '' },
  { name: 'New', status: 'new,regressed' },
  { name: 'Looked after', status: 'acknowledged' },
  { name: 'Muted', status: 'muted' },
  { name: 'Resolved', status: 'resolved' },
] as const;

/** Which causes there are, since when, and whose they are. */
export default function Failures() {
  useFresh(['listFailureGroups']);
  const status = new URLSearchParams(useSearch()).get('status') ?? '';
  const failures = useQuery({
    queryKey: ['listFailureGroups', status],
    queryFn: ({ signal }) => {
      const query = status === '' ? {} : { status };
      return dataOf(api.GET('/v1/admin/failures', { params: { query }, signal }));
    },
  });
  return (
    <>
      <PageHead
        title="Failures"
        says="Sagas with the same trouble at the same step, in all versions, as one cause."
      />
      <Tabs
        label="Groups"
        tabs={SHOWN.map((shown) => ({
          name: shown.name,
          href: shown.status === '' ? '/failures' : `/failures?status=${shown.status}`,
          isHere: shown.status === status,
        }))}
      />
      {failures.isPending && <Waiting />}
      {failures.isError && (
        <Failed error={failures.error} onRetry={() => void failures.refetch()} />
      )}
      {failures.isSuccess && (
        <>
          <Card
            title="Causes"
            aside={failures.data.truncated ? 'only those with most sagas are shown' : 'most first'}
          >
            {failures.data.groups.length === 0 ? (
              <NoGroup isFiltered={status !== ''} />
            ) : (
              <GroupTable groups={failures.data.groups} />
            )}
          </Card>
          <Undelivered groups={failures.data.undelivered} />
        </>
      )}
    </>
  );
}

function NoGroup({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty title="No group is of this kind." />;
  return (
    <Empty title="Nothing fails.">
      <p>
        A saga that gets stuck, or has to try again, appears here with its cause. See{' '}
        <Link href="/sagas?status=running,compensating,stuck">what is open</Link>.
      </p>
    </Empty>
  );
}
