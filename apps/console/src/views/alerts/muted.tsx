import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { When } from '../../parts/when';
import css from './alerts.module.css';

type Life = components['schemas']['FailureLife'];

/** What nobody is told of for a while; not there when there is none. */
export function Muted() {
  const muted = useQuery({
    queryKey: ['listFailureGroups', 'muted'],
    queryFn: ({ signal }) => {
      const params = { query: { status: 'muted' } };
      return dataOf(api.GET('/v1/admin/failures', { params, signal }));
    },
  });
  const groups = muted.data?.groups ?? [];
  if (groups.length === 0) return null;
  return (
    <Card title="Muted" aside="Nobody is told of these for a while.">
      <ul>
        {groups.map(({ fingerprint, error, kind, definition, step, life }) => (
          <li key={fingerprint} className={css.alert}>
            <h3>
              <Link href={`/failures/${fingerprint}`}>{`${error.code}: ${kind}`}</Link>
            </h3>
            <small>
              {definition} · {step} · muted by {life.by}
              <Until of={life} />
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Until({ of: { mutedUntil, mutedForSagas } }: { readonly of: Life }) {
  return (
    <>
      {mutedUntil !== null && (
        <>
          , ends <When at={mutedUntil} />
        </>
      )}
      {mutedForSagas !== null && ` for ${mutedForSagas} more sagas`}
    </>
  );
}
