import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useFresh } from '../../live/live';
import { Card } from '../../parts/card';
import { Facts } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { PageHead } from '../../parts/page-head';
import { Failed, Waiting } from '../../parts/states';
import { Status } from '../../parts/status';
import { useLast } from '../../parts/use-last';
import { Told } from '../../parts/told';
import { When } from '../../parts/when';
import { AnswerForm } from './answer-form';
import { stepOf } from './asked-step';
import css from './task-page.module.css';

type Saga = components['schemas']['Saga'];

/** What one step asks, with what one has to know, and the form that answers. */
export default function TaskPage() {
  const { sagaId = '', step = '' } = useParams<{ sagaId: string; step: string }>();
  useFresh(['getSaga'], sagaId);
  const saga = useQuery({
    queryKey: ['getSaga', sagaId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/sagas/{id}', { params: { path: { id: sagaId } }, signal })),
  });
  if (saga.isPending) return <Waiting />;
  if (saga.isLoadingError) {
    return (
      <>
        <h1>Task</h1>
        <Failed error={saga.error} onRetry={() => void saga.refetch()} />
      </>
    );
  }
  // each has a title of its own, which is kept once it is answered
  return <Shown key={`${sagaId} ${step}`} saga={saga.data} stepName={step} />;
}

function Shown({ saga, stepName }: { readonly saga: Saga; readonly stepName: string }) {
  const step = stepOf(saga, stepName);
  const signal = step?.signal ?? null;
  const title = useLast(step?.title ?? null) ?? stepName;
  const { id, key, definition } = saga;
  const above = (
    <>
      <Link href="/tasks">Tasks</Link> / {definition.name} v{definition.version} ·{' '}
      <Link href={`/sagas/${id}`}>
        <code>{key ?? id}</code>
      </Link>
    </>
  );
  if (step === undefined || signal === null) {
    return (
      <>
        {step === undefined ? (
          <PageHead title={`There is no step ${stepName}`} above={above} />
        ) : (
          <PageHead {...{ title, above }} says="It asks nothing now." />
        )}
        <Card title="How it goes on" aside={<Status of={saga.status} />}>
          <Now saga={saga} />
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHead title={step.title ?? `Signal ${signal}`} above={above} />
      <div className={css.two}>
        <Card title="Answer" aside={`signal ${signal}`}>
          <AnswerForm sagaId={id} signal={signal} schema={step.payloadSchema} />
        </Card>
        <Card title="The saga that asks" aside={<Status of={saga.status} />}>
          <Now saga={saga} />
          <AskedFacts saga={saga} stepName={stepName} />
          <div className={css.input}>
            <h3>Its input</h3>
            <JsonView value={saga.input} label="Input of the saga" />
          </div>
        </Card>
      </div>
    </>
  );
}

function Now({ saga }: { readonly saga: Saga }) {
  const { id, status, waiting } = saga;
  return (
    <p className={css.now} role="status">
      <Told text={waiting?.text ?? `It has ended: ${status}.`} />{' '}
      <Link href={`/sagas/${id}`} className={css.link}>
        See the saga
      </Link>
    </p>
  );
}

function AskedFacts({ saga, stepName }: { readonly saga: Saga; readonly stepName: string }) {
  const on = saga.waiting?.on.find(({ step, code }) => step === stepName && code === 'signal');
  const until = on?.until ?? null;
  return (
    <Facts
      facts={[
        ['Step', <code key="step">{stepName}</code>],
        ['Asked', on === undefined ? null : <When key="since" at={on.since} />],
        ['Until', until === null ? null : <When key="until" at={until} />],
        ['Who may answer', `operators of ${saga.definition.name}`],
      ]}
    />
  );
}
