import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import { useFresh } from '../../live/live';
import { When } from '../../parts/when';
import css from './participants.module.css';
import { numberText } from '../../parts/text/number-text';

interface SilentBannerProps {
  readonly of: {
    readonly participant: string;
    readonly queueExists: boolean | null;
    readonly ready: number | null;
    readonly lastSeenAt: string | null;
  };
}

/** Nobody takes its commands: since when, as far as it is known, and who waits for it. */
export function SilentBanner({ of }: SilentBannerProps) {
  const { participant, queueExists, ready, lastSeenAt } = of;
  const since = useSilentSince(participant);
  const waiting = useWaitingSagas(participant);
  return (
    <section className={css.silent} aria-label="Nobody answers" role="status">
      <p>
        <b>Nobody takes the commands of {participant}</b>
        {since !== null && (
          <>
            : it began <When at={since} />
          </>
        )}
        .{' '}
        {queueExists === false
          ? 'Its queue does not exist.'
          : `${numberText(ready ?? 0)} wait in its queue.`}{' '}
        {lastSeenAt === null ? (
          'It never described itself.'
        ) : (
          <>
            It last described itself <When at={lastSeenAt} />.
          </>
        )}
      </p>
      <p>
        <Link href={`/sagas?participant=${participant}&waiting=no-consumer`} className={css.link}>
          {waiting === null ? '…' : sagasText(waiting)}
        </Link>{' '}
        for it. Start it, or see in its log why it takes nothing: they go on by themselves.
      </p>
    </section>
  );
}

function sagasText(count: number): string {
  return `${numberText(count)} ${count === 1 ? 'saga waits' : 'sagas wait'}`;
}

/** Only the look-out for alerts remembers it, where alerts have a route. */
function useSilentSince(participant: string): string | null {
  const alerts = useQuery({
    queryKey: ['listAlerts'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/admin/alerts', { signal })),
  });
  const key = `participant:${participant}`;
  return alerts.data?.alerts.find((alert) => alert.key === key)?.since ?? null;
}

/** null: it is not known yet. */
function useWaitingSagas(participant: string): number | null {
  useFresh(['countSagas']);
  const count = useQuery({
    queryKey: ['countSagas', 'no-consumer', participant],
    queryFn: ({ signal }) => {
      const query = { participant, waiting: 'no-consumer' };
      return dataOf(api.GET('/v1/sagas/count', { params: { query }, signal }));
    },
    refetchInterval: 3_000,
  });
  return count.data?.count ?? null;
}
