import { Link } from 'wouter';
import { api, dataOf } from '../../api/client';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { useCalm } from '../../parts/lists/use-calm';
import { answeringText } from './answers';
import { ParticipantTable } from './participant-table';
import { useActivePauses } from './use-active-pauses';

const PAGE = 100;
/** Queues change without any saga that does. */
const READ_EVERY_MS = 3_000;

/** To whom commands go, and who answers. */
export default function Participants() {
  const { isHeld, area } = useCalm();
  const participants = usePages({
    queryKey: ['listParticipants', 'pages'],
    read: (cursor, signal) => {
      const params = { query: { limit: PAGE, ...cursor } };
      return dataOf(api.GET('/v1/admin/participants', { params, signal }));
    },
    refetchInterval: isHeld ? false : READ_EVERY_MS,
  });
  const pauses = useActivePauses();
  const { items, hasNextPage } = participants;
  const all = `${items.length}${hasNextPage ? ' and more' : ''}`;
  return (
    <>
      <PageHead
        title="Participants"
        says="The services that carry out the steps of sagas: each takes its commands from a queue."
      />
      {participants.isPending ? (
        <Waiting />
      ) : participants.isLoadingError ? (
        <Failed error={participants.error} onRetry={() => void participants.refetch()} />
      ) : (
        <div {...area}>
          <Card title="By name" aside={answeringText(items, all)}>
            {items.length === 0 ? (
              <NoParticipants />
            ) : (
              <ParticipantTable participants={items} pauses={pauses} />
            )}
            <More of={participants} />
          </Card>
        </div>
      )}
    </>
  );
}

function NoParticipants() {
  return (
    <Empty title="No participant is known.">
      <p>
        A participant appears when it describes itself, which services do once they start with the
        library, or when a definition names it in a command such as <code>payment.capture</code>.
      </p>
      <p>
        Post one in <Link href="/definitions">Definitions</Link>.
      </p>
    </Empty>
  );
}
