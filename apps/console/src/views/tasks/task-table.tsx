import { Link } from 'wouter';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import type { Task } from './use-tasks';
import css from './task-table.module.css';

/** A row for each signal that is waited for. */
export function TaskTable({ tasks }: { readonly tasks: readonly Task[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>What is asked</th>
          <th className={table.extra}>Saga</th>
          <th className={table.extra}>Definition</th>
          <th className={table.when}>Since</th>
          <th className={`${table.when} ${table.extra}`}>Until</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TaskRow key={`${task.saga.id} ${task.step}`} task={task} />
        ))}
      </tbody>
    </table>
  );
}

function TaskRow({ task }: { readonly task: Task }) {
  const { saga, step, since, until, isOver } = task;
  const { id, key, definition } = saga;
  return (
    <tr className={isOver ? css.over : undefined}>
      <td className={table.text}>
        <Asked task={task} />
      </td>
      <td className={table.extra}>
        <Link href={`/sagas/${id}`}>
          <code>{key ?? id}</code>
        </Link>
      </td>
      <td className={table.extra}>
        {definition.name} <small>v{definition.version}</small> · {step}
      </td>
      <td className={table.when} data-label="since">
        <When at={since} />
      </td>
      <td className={`${table.when} ${table.extra}`}>
        {until === null ? 'for ever' : <When at={until} />}
      </td>
    </tr>
  );
}

function Asked({ task }: { readonly task: Task }) {
  const { saga, step, signal, title, isOver } = task;
  const href = `/tasks/${saga.id}/${encodeURIComponent(step)}`;
  if (isOver) return <>{title ?? signal} · it was given, and the saga goes on</>;
  return (
    <>
      <Link href={href} className={css.title}>
        {title ?? `Signal ${signal}`}
      </Link>
      <span className={css.below}>
        {title === null ? 'Nobody is asked: another system gives it.' : `signal ${signal}`}
        <span className={css.narrow}>
          {' · '}
          {saga.key ?? saga.id} · {saga.definition.name}
        </span>
      </span>
    </>
  );
}
