import { Link } from 'wouter';
import { useWhyNot } from '../../api/me';
import button from '../../parts/button.module.css';
import { Card } from '../../parts/card';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import { TaskTable } from './task-table';
import { useTasks } from './use-tasks';

/** What sagas wait for from people and other systems. */
export default function Tasks() {
  const { pages, tasks, freshCount, showFresh } = useTasks();
  const whyNot = useWhyNot('signalSaga');
  const says = 'Sagas that go on once somebody answers, or another system gives its signal.';
  return (
    <>
      <PageHead
        title="Tasks"
        says={whyNot === null ? says : `${says} ${whyNot}`}
        acts={
          freshCount > 0 && (
            <button type="button" className={button.button} onClick={() => void showFresh()}>
              {freshCount} new
            </button>
          )
        }
      />
      {pages.isPending ? (
        <Waiting />
      ) : pages.isLoadingError ? (
        <Failed error={pages.error} onRetry={() => void pages.refetch()} />
      ) : (
        <Card title="Waiting for an answer" aside={`${tasks.length}${more(pages)} · newest first`}>
          {tasks.length === 0 ? <NoTasks /> : <TaskTable tasks={tasks} />}
          <More of={pages} />
        </Card>
      )}
    </>
  );
}

function more({ hasNextPage }: { readonly hasNextPage: boolean }): string {
  return hasNextPage ? ' and more' : '';
}

function NoTasks() {
  return (
    <Empty title="No saga waits for an answer.">
      <p>
        A step of a definition may wait for a signal, such as an approval:{' '}
        <code>{'{ "wait": { "signal": "approval", "title": "Pay it out?" } }'}</code>. Its sagas are
        here while they wait, and the form that answers is made of its <code>payloadSchema</code>.
      </p>
      <p>
        Write one in <Link href="/definitions">Definitions</Link>.
      </p>
    </Empty>
  );
}
