import { Link } from 'wouter';
import { JsonView } from '../../../parts/json-view';
import { useParam } from '../../../url/use-param';
import type { Exchange } from '../history/exchanges';
import type { Happening } from '../history/happening';
import { ErrorText } from './error-text';
import { Part } from './part';
import css from './event-panel.module.css';

interface CameInProps {
  readonly happening: Happening;
  /** The command that is answered by it; null: none is, or it was not read. */
  readonly answered: Exchange | null;
}

/** What made it happen: a message, a timer, a person. */
export function CameIn({ happening, answered }: CameInProps) {
  const { input, ignored } = happening;
  const event = useParam('event');
  return (
    <Part title={input.type === 'timer' ? 'A timer' : 'What came in'}>
      <p>{inputText(happening)}</p>
      {ignored !== null && (
        <p>
          It was ignored{ignored.times > 1 && ` (it came ${ignored.times} times)`}:{' '}
          {ignored.reason.replaceAll('-', ' ')}.
        </p>
      )}
      {answered !== null && (
        <p>
          It answers the command of{' '}
          <Link className={css.link} href={event.hrefOf(answered.key)} replace>
            event {answered.key}
          </Link>
          .
        </p>
      )}
      <Payload happening={happening} answered={answered} />
    </Part>
  );
}

function inputText({ input, events }: Happening): string {
  switch (input.type) {
    case 'start':
      return 'The start of the saga.';
    case 'timer':
      return 'Time was up.';
    case 'resend':
      return 'The broker had lost messages.';
    case 'sent':
      return `The message ${input.messageId} left late.`;
    case 'reply': {
      const { step, direction, attempt, outcome } = input;
      const what = direction === 'compensate' ? `the undo of ${step}` : step;
      return `Reply of ${what}, attempt ${attempt}: ${outcome}.`;
    }
    case 'signal':
      return `The signal ${input.name} (${input.id}).`;
    case 'parent':
      return `The parent asks: ${input.direction}, attempt ${input.attempt}.`;
    case 'operator': {
      const acted = events.find((each) => each.type === 'operator-acted');
      if (acted === undefined) return `An operator: ${input.action}.`;
      const second = acted.confirmedBy === undefined ? '' : `, confirmed by ${acted.confirmedBy}`;
      return `${acted.actor}: ${input.action}${second}. Reason: ${acted.reason}`;
    }
  }
}

function Payload({ happening, answered }: CameInProps) {
  const { events, input } = happening;
  const started = events.find((each) => each.type === 'saga-started');
  if (started !== undefined)
    return <JsonView value={started.input} label="Input that it began with" />;
  const signal = events.find((each) => each.type === 'signal-received');
  if (signal !== undefined) return <JsonView value={signal.payload} label="Payload" />;
  const taken = events.find((each) => each.type === 'event-taken');
  if (taken !== undefined) return <JsonView value={taken.data} label="Data of the event" />;
  if (input.type !== 'reply' || !answered?.answer) return null;
  const { output, error } = answered.answer;
  if (error !== null) return <ErrorText code={error.code} message={error.message} />;
  return output === undefined ? null : <JsonView value={output} label="Output" />;
}
