import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useFresh } from '../../live/live';
import { useLook } from '../../look/look';
import { Card } from '../../parts/card';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { alertText } from '../../parts/text/time-text';
import { When } from '../../parts/when';
import { AlertRoutes } from './alert-routes';
import css from './alerts.module.css';
import { Deliveries } from './deliveries';
import { Muted } from './muted';

type Alert = components['schemas']['Alert'];

/** What people are told of, where, and whether it arrived. */
export default function Alerts() {
  useFresh(['listAlerts', 'listFailureGroups']);
  const alerts = useQuery({
    queryKey: ['listAlerts'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/admin/alerts', { signal })),
  });
  const all = alerts.data?.alerts ?? [];
  return (
    <>
      <PageHead title="Alerts" says="What people are told of, where, and whether it arrived." />
      <Card title="Going on">
        {alerts.isPending && <Waiting />}
        {alerts.isError && <Failed error={alerts.error} onRetry={() => void alerts.refetch()} />}
        {alerts.isSuccess && all.length === 0 && (
          <Empty title="Nothing that anybody would be told of." />
        )}
        <ul>
          {all.map((alert) => (
            <li key={alert.key} className={css.alert}>
              <AlertText of={alert} />
            </li>
          ))}
        </ul>
      </Card>
      <Muted />
      <AlertRoutes />
      <Deliveries />
    </>
  );
}

function AlertText({ of: alert }: { readonly of: Alert }) {
  const { times } = useLook();
  const { kind, title, text, act, since, toldAt, sampleSagaIds, place } = alert;
  return (
    <>
      <h3 data-stuck={kind === 'stuck'}>
        {place === null ? title : <Link href={place}>{title}</Link>}
      </h3>
      <p>{alertText(text, times)}</p>
      <p>{act}</p>
      <small>
        began <When at={since} /> ·{' '}
        {toldAt === null ? (
          'nobody was told yet: it has not lasted long enough'
        ) : (
          <>
            people were told <When at={toldAt} />
          </>
        )}
        {sampleSagaIds.length > 0 && ' · '}
        {sampleSagaIds.map((id) => (
          <Link key={id} href={`/sagas/${id}`} className={css.sample}>
            <code>{id.slice(0, 8)}</code>
          </Link>
        ))}
      </small>
    </>
  );
}
