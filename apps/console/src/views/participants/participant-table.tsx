import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { Status } from '../../parts/status';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { numberText } from '../../parts/text/number-text';
import type { Pause } from '../pauses/scope-text';
import { answersStatus, answersText } from './answers';
import css from './participants.module.css';
import { pausesOf } from './use-active-pauses';

type Participant = components['schemas']['Participant'];

interface ParticipantTableProps {
  readonly participants: readonly Participant[];
  readonly pauses: readonly Pause[];
}

/** A row for each participant. */
export function ParticipantTable({ participants, pauses }: ParticipantTableProps) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Participant</th>
          <th>Answers</th>
          <th className={table.number}>Waiting commands</th>
          <th className={`${table.number} ${table.extra}`}>Kinds of commands</th>
          <th className={`${table.when} ${table.extra}`}>Described itself</th>
        </tr>
      </thead>
      <tbody>
        {participants.map((participant) => (
          <ParticipantRow
            key={participant.participant}
            of={participant}
            pause={pausesOf(participant.participant, pauses)[0] ?? null}
          />
        ))}
      </tbody>
    </table>
  );
}

function ParticipantRow(props: { readonly of: Participant; readonly pause: Pause | null }) {
  const { of: participant, pause } = props;
  const { ready, commands, lastSeenAt, undelivered } = participant;
  return (
    <tr>
      <td className={table.text}>
        <Link href={`/participants/${participant.participant}`} className={css.name}>
          {participant.participant}
        </Link>
        {undelivered !== undefined && <span className={css.trouble}>{undelivered}</span>}
      </td>
      <td>
        {pause === null ? (
          <Status of={answersStatus(participant)} text={answersText(participant)} />
        ) : (
          <Status of="paused" text={`paused by ${pause.by}`} />
        )}
      </td>
      <td className={table.number} data-label="commands wait:">
        {typeof ready === 'number' ? numberText(ready) : '?'}
      </td>
      <td className={`${table.number} ${table.extra}`}>{commands?.length ?? ''}</td>
      <td className={`${table.when} ${table.extra}`}>
        {lastSeenAt === null ? 'never' : <When at={lastSeenAt} />}
      </td>
    </tr>
  );
}
