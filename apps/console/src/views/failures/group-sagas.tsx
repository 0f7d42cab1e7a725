import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { Empty, Failed, Waiting } from '../../parts/states';
import { Status } from '../../parts/status';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { numberText } from '../../parts/text/number-text';

type Member = components['schemas']['GroupMemberView'];

const PAGE = 50;

/** Who has it now, the oldest first. */
export function GroupSagas(props: { readonly group: components['schemas']['FailureGroup'] }) {
  const { fingerprint, count } = props.group;
  const members = usePages<Member>({
    queryKey: ['listSagasOfFailureGroup', fingerprint],
    read: (cursor, signal) => {
      const params = { path: { fingerprint }, query: { limit: PAGE, ...cursor } };
      return dataOf(api.GET('/v1/admin/failures/{fingerprint}/sagas', { params, signal }));
    },
  });
  const aside = <Link href={`/sagas?failure=${fingerprint}`}>{numberText(count)} in the list</Link>;
  return (
    <Card title="Sagas" aside={aside}>
      {members.isPending && <Waiting />}
      {members.isError && <Failed error={members.error} onRetry={() => void members.refetch()} />}
      {members.isSuccess && members.items.length === 0 && <Empty title="No saga is in it now." />}
      {members.items.length > 0 && <MemberTable members={members.items} />}
      <More of={members} />
    </Card>
  );
}

function MemberTable({ members }: { readonly members: readonly Member[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>State</th>
          <th>Saga</th>
          <th className={table.extra}>Version</th>
          <th className={`${table.number} ${table.extra}`}>Attempts</th>
          <th className={table.extra}>It was told</th>
          <th className={table.when}>Since</th>
          <th className={`${table.when} ${table.extra}`}>Last</th>
        </tr>
      </thead>
      <tbody>
        {members.map(({ sagaId, version, state, attempts, error, since, lastSeenAt }) => (
          <tr key={sagaId}>
            <td>
              <Status of={state === 'stuck' ? 'stuck' : 'running'} text={state} />
            </td>
            <td>
              <Link href={`/sagas/${sagaId}`}>
                <code>{sagaId}</code>
              </Link>
            </td>
            <td className={table.extra}>v{version}</td>
            <td className={`${table.number} ${table.extra}`}>{attempts}</td>
            <td className={`${table.text} ${table.extra}`}>{error.message}</td>
            <td className={table.when} data-label="since">
              <When at={since} />
            </td>
            <td className={`${table.when} ${table.extra}`}>
              <When at={lastSeenAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
