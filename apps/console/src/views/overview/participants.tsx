import { Link } from 'wouter';
import { Card } from '../../parts/card';
import { Empty, Failed, Waiting } from '../../parts/states';
import table from '../../parts/table.module.css';
import { answeringText, answersText, isSilent } from '../participants/answers';
import { useParticipants } from '../participants/use-participants';
import css from './overview.module.css';

const SHOWN_MAX = 6;

/** Whom commands go to; those that nobody answers for come first. */
export function Participants() {
  const participants = useParticipants();
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
