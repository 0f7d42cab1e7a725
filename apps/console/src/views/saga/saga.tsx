import { Link, useParams } from 'wouter';
import { ApiProblem } from '../../api/problem';
import { PageHead } from '../../parts/page-head';
import { Failed, Waiting } from '../../parts/states';
import { Status } from '../../parts/status';
import { When } from '../../parts/when';
import { MissingSaga } from './missing-saga';
import { Now } from './now/now';
import { Path } from './path';
import { AboutSaga } from './about-saga';
import { Events } from './events/events';
import { useHistory } from './history/use-history';
import { StepPanel } from './step/step-panel';
import { Timeline } from './timeline/timeline';
import { PrintSheet } from './share/print-sheet';
import { ShareMenu } from './share/share-menu';
import { useHistoryUntil } from './travel/use-history-until';
import { Then } from './travel/then';
import { Travel } from './travel/travel';
import { useSaga, type Saga } from './use-saga';
import css from './saga.module.css';

/** One saga: what it waits for, what may be done, its path and what happened. */
export default function SagaPage() {
  const { id = '' } = useParams<{ id: string }>();
  const saga = useSaga(id);
  if (saga.isPending) return <Waiting />;
  if (saga.isLoadingError) {
    const { error } = saga;
    const isMissing = error instanceof ApiProblem && error.status === 404;
    if (isMissing) return <MissingSaga id={id} />;
    return (
      <>
        <PageHead title="Saga" />
        <Failed error={error} onRetry={() => void saga.refetch()} />
      </>
    );
  }
  return (
    <Travel
      now={saga.data}
      head={(shown, isPast) => <SagaHead key={shown.id} {...{ saga: shown, isPast }} />}
    >
      {(shown, isPast) => <WholeSaga key={shown.id} {...{ saga: shown, isPast }} />}
    </Travel>
  );
}

interface ShownProps {
  readonly saga: Saga;
  /** It is shown as it was. */
  readonly isPast: boolean;
}

/** What is shown of a saga, below its head. */
function WholeSaga({ saga, isPast }: ShownProps) {
  const history = useHistoryUntil(useHistory(saga.id), saga, isPast);
  return (
    <>
      {isPast ? <Then saga={saga} /> : <Now saga={saga} />}
      <Path saga={saga} />
      <StepPanel saga={saga} history={history} />
      <Timeline saga={isPast ? { ...saga, endedAt: saga.updatedAt } : saga} history={history} />
      <Events saga={saga} history={history} />
      <AboutSaga saga={saga} />
      <PrintSheet saga={saga} isPast={isPast} />
    </>
  );
}

function SagaHead({ saga, isPast }: ShownProps) {
  const { id, key, status, paused, definition, startedAt } = saga;
  const above = (
    <>
      <Link href="/sagas">Sagas</Link> /{' '}
      <Link href={`/definitions/${encodeURIComponent(definition.name)}`}>{definition.name}</Link> v
      {definition.version} · started <When at={startedAt} /> · <code>{id}</code>
    </>
  );
  return (
    <PageHead
      above={above}
      acts={<ShareMenu saga={saga} isPast={isPast} />}
      title={
        <span className={css.title}>
          {key ?? id} <Status of={status} />
          {paused !== null && <Status of="paused" />}
        </span>
      }
    />
  );
}
