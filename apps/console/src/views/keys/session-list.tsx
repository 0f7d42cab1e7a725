import { ReasonedAct } from '../../acting/reasoned-act';
import { api, dataOf } from '../../api/client';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { Empty, Failed, Waiting } from '../../parts/states';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { Unseen } from '../../parts/lists/unseen';

type Session = components['schemas']['Session'];

const PAGE = 100;

/** Browsers that are logged in. */
export function SessionList() {
  const sessions = usePages<Session>({
    queryKey: ['listSessions'],
    read: (cursor, signal) => {
      const params = { query: { limit: PAGE, ...cursor } };
      return dataOf(api.GET('/v1/admin/sessions', { params, signal }));
    },
  });
  const { items } = sessions;
  return (
    <Card title="Logins of browsers">
      {sessions.isPending && <Waiting />}
      {sessions.isError && (
        <Failed error={sessions.error} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.isSuccess && items.length === 0 && <Empty title="Nobody is logged in." />}
      {items.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th>Who</th>
              <th>Role</th>
              <th className={table.extra}>By</th>
              <th className={table.extra}>Since</th>
              <th>Ends</th>
              <th>
                <Unseen>Acts</Unseen>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((session) => (
              <SessionRow key={session.id} of={session} />
            ))}
          </tbody>
        </table>
      )}
      <More of={sessions} />
    </Card>
  );
}

function SessionRow({ of: session }: { readonly of: Session }) {
  const { id, actor, role, credential, createdAt, expiresAt } = session;
  const why = useWhyNot('endSession');
  return (
    <tr>
      <td className={table.text}>{actor}</td>
      <td>{role}</td>
      <td className={table.extra}>
        <code>{credential}</code>
      </td>
      <td className={table.extra}>
        <When at={createdAt} />
      </td>
      <td data-label="Ends">
        <When at={expiresAt} />
      </td>
      <td>
        <ReasonedAct
          name="End"
          why={why}
          back="It cannot be taken back: whoever it is logs in again."
          tells={`Ends this login of ${actor} now, on every replica within five seconds.`}
          call={(client, { reason, idempotencyKey }) => {
            const params = { path: { id }, header: { 'Idempotency-Key': idempotencyKey } };
            return client.POST('/v1/admin/sessions/{id}/end', { params, body: { reason } });
          }}
          cli={() => ({ words: ['login', 'end', id] })}
          reads={['listSessions']}
        />
      </td>
    </tr>
  );
}
