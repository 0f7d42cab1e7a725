import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useFresh } from '../../live/live';
import { Card } from '../../parts/card';
import { Facts } from '../../parts/facts';
import { PageHead } from '../../parts/page-head';
import { Failed, Waiting } from '../../parts/states';
import { Status } from '../../parts/status';
import { When } from '../../parts/when';
import { numberText } from '../../parts/text/number-text';
import { PauseAct } from '../pauses/pause-act';
import { answersStatus, answersText, isSilent } from './answers';
import { CommandList } from './command-list';
import { ForgetAct } from './forget-act';
import { ParticipantPauses } from './participant-pauses';
import css from './participants.module.css';
import { SilentBanner } from './silent-banner';
import { pausesOf, useActivePauses } from './use-active-pauses';

type Participant = components['schemas']['DescribedParticipant'];

const READ_EVERY_MS = 3_000;

/** One participant: whether it answers, what waits for it, what it can do. */
export default function ParticipantPage() {
  const { name = '' } = useParams<{ name: string }>();
  const participant = useQuery({
    queryKey: ['getParticipant', name],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/admin/participants/{name}', { params: { path: { name } }, signal })),
    refetchInterval: READ_EVERY_MS,
  });
  if (participant.isPending) return <Waiting />;
  if (participant.isLoadingError) {
    return (
      <>
        <h1>{name}</h1>
        <Failed error={participant.error} onRetry={() => void participant.refetch()} />
      </>
    );
  }
  return <Shown of={participant.data} />;
}

function Shown({ of }: { readonly of: Participant }) {
  const { participant, commands } = of;
  const pauses = pausesOf(participant, useActivePauses());
  const isPaused = pauses.length > 0;
  return (
    <>
      <PageHead
        above={
          <>
            <Link href="/participants">Participants</Link> / {of.queue}
          </>
        }
        title={participant}
        acts={
          <>
            {!isPaused && <PauseAct participant={participant} />}
            <ForgetAct of={of} />
          </>
        }
      />
      {isSilent(of) && <SilentBanner of={of} />}
      <ParticipantPauses pauses={pauses} />
      <div className={css.two}>
        <Card title="Its queue">
          <QueueFacts of={of} isPaused={isPaused} />
        </Card>
        <Card title="Its commands" aside={commands === null ? '' : `${commands.length}`}>
          <CommandList commands={commands} />
        </Card>
      </div>
    </>
  );
}

function QueueFacts(props: { readonly of: Participant; readonly isPaused: boolean }) {
  const { of, isPaused } = props;
  const { participant, queue, ready, lastSeenAt, envelopes, undelivered } = of;
  const shown = isPaused && !isSilent(of) ? 'paused' : answersStatus(of);
  return (
    <Facts
      facts={[
        ['Answers', <Status key="answers" of={shown} text={answersText(of)} />],
        ['Queue', <code key="queue">{queue}</code>],
        [
          'Waiting commands',
          typeof ready === 'number' ? numberText(ready) : 'the broker cannot be asked',
        ],
        ['Not delivered', undelivered ?? null],
        ['Commands a message', envelopes === null ? null : `${envelopes} at most`],
        ['Described itself', lastSeenAt === null ? 'never' : <When key="seen" at={lastSeenAt} />],
        ['Sagas at it', <SagasAtIt key="sagas" participant={participant} />],
      ]}
    />
  );
}

/** How many sagas have a step under way or stuck that it carries out. */
function SagasAtIt({ participant }: { readonly participant: string }) {
  useFresh(['countSagas']);
  const count = useQuery({
    queryKey: ['countSagas', 'participant', participant],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/sagas/count', { params: { query: { participant } }, signal })),
  });
  return (
    <Link href={`/sagas?participant=${participant}`} className={css.link}>
      {count.data === undefined ? '…' : numberText(count.data.count)}
    </Link>
  );
}
