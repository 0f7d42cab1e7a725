import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ReasonedAct } from '../../acting/reasoned-act';
import { api, dataOf } from '../../api/client';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { Empty, Failed, Waiting } from '../../parts/states';
import table from '../../parts/table.module.css';
import { durationText } from '../../parts/text/time-text';

type Route = components['schemas']['AlertRoute'];
type Tested = components['schemas']['AlertTestView'];

/** Where alerts go. */
export function AlertRoutes() {
  const routes = useQuery({
    queryKey: ['listAlertRoutes'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/admin/alerts/routes', { signal })),
  });
  const all = routes.data?.routes ?? [];
  return (
    <Card title="Routes" aside="They are settings: CONDUCTOR_ALERTS.">
      {routes.isPending && <Waiting />}
      {routes.isError && <Failed error={routes.error} onRetry={() => void routes.refetch()} />}
      {routes.isSuccess && all.length === 0 && (
        <Empty title="Nobody is told of anything.">
          <p>
            Set <code>CONDUCTOR_ALERTS</code> to a webhook, Slack or mail: see the operations guide.
          </p>
        </Empty>
      )}
      {all.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th>Route</th>
              <th>Type</th>
              <th className={table.extra}>Of what</th>
              <th>Test</th>
            </tr>
          </thead>
          <tbody>
            {all.map((route) => (
              <RouteRow key={route.name} of={route} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function RouteRow({ of: { name, type, kinds } }: { readonly of: Route }) {
  const [tested, setTested] = useState<Tested | null>(null);
  const why = useWhyNot('testAlertRoute');
  return (
    <tr>
      <td>{name}</td>
      <td>{type}</td>
      <td className={`${table.extra} ${table.text}`}>{kinds.join(', ')}</td>
      <td>
        <ReasonedAct
          name="Test"
          why={why}
          back="It cannot be taken back: the message is out."
          tells={`Sends one message on ${name} now, which says that it is a test.`}
          call={(client, { reason, idempotencyKey }) => {
            const params = { path: { name }, header: { 'Idempotency-Key': idempotencyKey } };
            const body = { reason };
            return client.POST('/v1/admin/alerts/routes/{name}/test', { params, body });
          }}
          cli={() => ({ words: ['alerts', 'test', name] })}
          onDone={setTested}
          reads={['listAlertDeliveries']}
        />
        <small role="status">{tested !== null && ` ${testText(tested)}`}</small>
      </td>
    </tr>
  );
}

function testText({ isDelivered, error, tookMs }: Tested): string {
  return isDelivered ? `✓ taken, in ${durationText(tookMs)}` : `✕ not taken: ${error}`;
}
