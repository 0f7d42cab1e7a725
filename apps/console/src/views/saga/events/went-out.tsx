import type { SagaEvent } from '#engine';
import { Link } from 'wouter';
import { JsonView } from '../../../parts/json-view';
import { useParam } from '../../../url/use-param';
import type { Exchange } from '../history/exchanges';
import { Part } from './part';
import css from './event-panel.module.css';

interface WentOutProps {
  readonly events: readonly SagaEvent[];
  /** Of the commands that went out. */
  readonly exchanges: readonly Exchange[];
}

/** What listeners are told of. */
const LIFE_CYCLE: Partial<Record<SagaEvent['type'], string>> = {
  'saga-started': 'started',
  'saga-completed': 'completed',
  'saga-compensated': 'compensated',
  'saga-stuck': 'stuck',
  'saga-abandoned': 'abandoned',
};

/** The messages that it led to. */
export function WentOut({ events, exchanges }: WentOutProps) {
  const published = events.filter((event) => event.type === 'event-published');
  const told = events.flatMap(({ type }) => LIFE_CYCLE[type] ?? []);
  if (exchanges.length + published.length + told.length === 0) return null;
  return (
    <Part title="What went out">
      <ul className={css.messages}>
        {exchanges.map((exchange) => (
          <li key={`${exchange.step} ${exchange.direction}`}>
            <CommandOut of={exchange} />
          </li>
        ))}
        {published.map(({ event, step, data }) => (
          <li key={`${step} ${event}`}>
            event <code>{event}</code>
            <JsonView value={data} label={`Data of ${event} of ${step}`} />
          </li>
        ))}
        {told.map((name) => (
          <li key={name}>
            life-cycle event <code>{name}</code>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function CommandOut({ of: exchange }: { readonly of: Exchange }) {
  const { step, command, direction, attempt, data, answer } = exchange;
  const event = useParam('event');
  return (
    <>
      command <code>{command}</code>
      {direction !== 'execute' && ` (${direction})`}, attempt {attempt} ·{' '}
      {answer === null ? (
        'no answer yet'
      ) : (
        <Link className={css.link} href={event.hrefOf(answer.key)} replace>
          {answer.outcome} in event {answer.key}
        </Link>
      )}
      {data !== undefined && <JsonView value={data} label={`Data of ${command} for ${step}`} />}
    </>
  );
}
