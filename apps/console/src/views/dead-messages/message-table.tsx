import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { SagaLink } from '../../parts/lists/saga-link';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { FROM } from './message-words';
import css from './message.module.css';

type DeadMessage = components['schemas']['DeadMessage'];

/** A row for each message. */
export function MessageTable({ messages }: { readonly messages: readonly DeadMessage[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Why</th>
          <th className={table.extra}>From</th>
          <th className={table.extra}>Saga</th>
          <th>State</th>
          <th className={table.when}>Came</th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </tbody>
    </table>
  );
}

function MessageRow({ message }: { readonly message: DeadMessage }) {
  const { id, reason, detail, source, sagaId, resolution, createdAt } = message;
  return (
    <tr>
      <td className={table.text}>
        <Link href={`/dead-messages/${id}`} className={css.reason}>
          <code>{reason}</code>
        </Link>
        <span className={css.detail}>{detail}</span>
      </td>
      <td className={table.extra}>{FROM[source]}</td>
      <td className={table.extra}>{sagaId === null ? '' : <SagaLink id={sagaId} />}</td>
      <td>{resolution ?? 'open'}</td>
      <td className={table.when} data-label="came">
        <When at={createdAt} />
      </td>
    </tr>
  );
}
