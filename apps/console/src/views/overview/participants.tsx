import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import { Card } from '../../parts/card';
import { Empty, Failed, Waiting } from '../../parts/states';
import table from '../../parts/table.module.css';
import { answeringText, answersText, isSilent } from '../participants/answers';
import css from './overview.module.css';

/** Queues change without any saga that does. */
const READ_EVERY_MS = 5_000;
const SHOWN_MAX = 6;

/** Whom commands go to; those that nobody answers for come first. */
export function Participants() {
  const participants = useQuery({
    queryKey: ['listParticipants'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/admin/participants', { params: { query: { limit: 100 } }, signal })),
    refetchInterval: READ_EVERY_MS,
  });
  const { data, error } = participants;
  if (data === undefined) {
    return (
      <Card title="Participants">
        {error === null ? (
          <Waiting />
        ) : (
          <Failed error={error} onRetry={() => void participants.refetch()} />
        )}
      </Card>
    );
  }
  const { items } = data;
  const answering = <Link href="/participants">{answeringText(items)}</Link>;
  return (
    <Card title="Participants" aside={answering}>
      {items.length === 0 ? (
        <Empty title="No participant has described itself yet." />
      ) : (
        <table className={table.table}>
          <tbody>
            {[...items.filter(isSilent), ...items.filter((item) => !isSilent(item))]
              .slice(0, SHOWN_MAX)
              .map((item) => (
                <tr key={item.participant}>
                  <td className={table.text}>
                    <Link
                      href={`/participants/${item.participant}`}
                      className={isSilent(item) ? css.cause : undefined}
                    >
                      {item.participant}
                    </Link>
                    <span className={css.where}>
                      {answersText(item)} · {item.ready ?? '?'} wait
                    </span>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
