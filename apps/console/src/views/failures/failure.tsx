import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { RetryGroup } from '../../acting/bulk/retry-group';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useFresh } from '../../live/live';
import { Card } from '../../parts/card';
import { Facts } from '../../parts/facts';
import { Figures } from '../../parts/figures';
import { LifeOf } from '../../parts/life';
import { PageHead } from '../../parts/page-head';
import { Spark } from '../../parts/spark';
import { Failed, Waiting } from '../../parts/states';
import { versionsText } from '../../parts/versions';
import { When } from '../../parts/when';
import { GroupActs } from './group-acts';
import { GroupPause } from './group-pause';
import { GroupSagas } from './group-sagas';
import { ParticipantNow } from './participant-now';
import { placeText } from './place-text';
import { numberText } from '../../parts/text/number-text';

type Group = components['schemas']['FailureGroup'];

/** One cause: what people made of it, who has it, and what may be done with all of them. */
export default function Failure() {
  const { fingerprint = '' } = useParams<{ fingerprint: string }>();
  useFresh(['getFailureGroup', 'listSagasOfFailureGroup']);
  const group = useQuery({
    queryKey: ['getFailureGroup', fingerprint],
    queryFn: ({ signal }) => {
      const params = { path: { fingerprint } };
      return dataOf(api.GET('/v1/admin/failures/{fingerprint}', { params, signal }));
    },
  });
  if (group.isPending) return <Waiting />;
  if (group.isLoadingError) {
    return (
      <>
        <PageHead title="A group of failures" above={<Link href="/failures">Failures</Link>} />
        <Failed error={group.error} onRetry={() => void group.refetch()} />
      </>
    );
  }
  const { data } = group;
  return (
    <>
      <PageHead
        above={
          <>
            <Link href="/failures">Failures</Link> / {placeText(data)}
          </>
        }
        title={`${data.error.code}: ${data.kind}`}
        acts={
          <>
            <RetryGroup group={data} name={retryName(data)} isMain />
            <GroupActs group={data} />
          </>
        }
      />
      <GroupPause group={data} />
      <About group={data} />
      <GroupSagas group={data} />
    </>
  );
}

function retryName({ stuck }: Group): string {
  if (stuck === 0) return 'Preview retry';
  return stuck === 1 ? 'Preview retry of 1' : `Preview retry of all ${numberText(stuck)}`;
}

function About({ group }: { readonly group: Group }) {
  const { life, error, stuck, retrying, total } = group;
  return (
    <Card title="About it" aside={<LifeOf life={life} />}>
      <Figures
        figures={[
          ['Stuck', numberText(stuck)],
          ['With attempts left', numberText(retrying)],
          ['In all', numberText(total)],
          ['First', <When key="first" at={group.firstSeenAt} />],
          ['Last', <When key="last" at={group.lastSeenAt} />],
          ['The oldest', group.oldestAt === null ? '–' : <When key="oldest" at={group.oldestAt} />],
          ['Versions', versionsText(group.versions)],
          ['24 hours', <Spark key="trend" values={group.trend} label="Sagas by hour" />],
        ]}
      />
      <Facts
        facts={[
          ['One of them says', error.message],
          ['Participant', <ParticipantNow key="participant" group={group} />],
          ['Owner', life.owner ?? 'nobody'],
          ['Note', life.note],
          ['Said by', life.by],
          ['Since', life.at && <When key="at" at={life.at} />],
          ['Had been resolved', life.status === 'regressed' ? resolvedAt(life) : null],
        ]}
      />
    </Card>
  );
}

function resolvedAt({ resolvedAt: at }: Group['life']) {
  return at && <When at={at} />;
}
