import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import { useFresh } from '../../live/live';
import { Failed, Waiting } from '../../parts/states';
import { isSilent } from '../participants/answers';
import { useParticipants } from '../participants/use-participants';
import { Causes } from './causes';
import { OpenSagas } from './open-sagas';
import { Participants } from './participants';
import { situationText } from './situation';
import { Tour } from './tour';
import { OldestOpen } from './oldest-open';
import css from './overview.module.css';

/** Counts may be from before the last change, and no further one may come. */
const READ_EVERY_MS = 10_000;

/** What needs a person, and why. */
export function Overview() {
  useFresh(['getOverview']);
  const overview = useQuery({
    queryKey: ['getOverview'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/admin/overview', { signal })),
    refetchInterval: READ_EVERY_MS,
  });
  const participants = useParticipants();
  if (overview.isPending) return <Waiting />;
  if (overview.isLoadingError) {
    return (
      <>
        <h1>Overview</h1>
        <Failed error={overview.error} onRetry={() => void overview.refetch()} />
      </>
    );
  }
  const { data } = overview;
  const silent = silentOf(participants.data);
  return (
    <>
      <h1>{situationText(data, silent)}</h1>
      <Tour />
      <OpenSagas overview={data} />
      <Causes groups={data.stuckGroups} />
      <div className={css.two}>
        <OldestOpen oldest={data.oldestOpenSaga} />
        <Participants />
      </div>
    </>
  );
}

type Listed = NonNullable<ReturnType<typeof useParticipants>['data']>;

/** Whose commands nobody takes; null: not known, or not of all of them. */
function silentOf(listed: Listed | undefined): readonly string[] | null {
  if (listed === undefined) return null;
  const silent = listed.items.filter(isSilent).map(({ participant }) => participant);
  return silent.length === 0 && listed.next !== null ? null : silent;
}
