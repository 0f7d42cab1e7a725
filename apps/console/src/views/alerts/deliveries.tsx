import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { Empty, Failed, Waiting } from '../../parts/states';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import css from './alerts.module.css';

type Delivery = components['schemas']['AlertDelivery'];

const PAGE = 50;

/** Messages that were sent, or are to be. */
export function Deliveries() {
  const deliveries = usePages<Delivery>({
    queryKey: ['listAlertDeliveries'],
    read: (cursor, signal) => {
      const params = { query: { limit: PAGE, ...cursor } };
      return dataOf(api.GET('/v1/admin/alerts/deliveries', { params, signal }));
    },
  });
  const { items } = deliveries;
  return (
    <Card title="Messages" aside="Of 30 days, newest first.">
      {deliveries.isPending && <Waiting />}
      {deliveries.isError && (
        <Failed error={deliveries.error} onRetry={() => void deliveries.refetch()} />
      )}
      {deliveries.isSuccess && items.length === 0 && <Empty title="None was sent yet." />}
      {items.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th>When</th>
              <th>Message</th>
              <th className={table.extra}>Route</th>
              <th>What came of it</th>
            </tr>
          </thead>
          <tbody>
            {items.map((delivery) => (
              <tr key={delivery.id}>
                <td>
                  <When at={delivery.createdAt} />
                </td>
                <td className={table.text}>
                  {delivery.title}
                  <small className={css.below}>{delivery.event}</small>
                </td>
                <td className={table.extra}>{delivery.route}</td>
                <td className={css.outcome}>
                  <Outcome of={delivery} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More of={deliveries} />
    </Card>
  );
}

function Outcome({ of: delivery }: { readonly of: Delivery }) {
  const { status, tries, nextTryAt, lastError } = delivery;
  if (status === 'sent') return <>✓ sent</>;
  return (
    <span className={status === 'given-up' ? css.wrong : css.again}>
      {status === 'given-up' ? '✕ given up' : `waiting, ${tries} attempts`}
      {nextTryAt !== null && (
        <>
          , next <When at={nextTryAt} />
        </>
      )}
      {lastError !== null && <small className={css.below}>{lastError}</small>}
    </span>
  );
}
