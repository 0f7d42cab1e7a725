import type { components } from '../api/schema';
import type { Preview } from './acts';
import css from './preview-of.module.css';

type Command = components['schemas']['PreviewedCommand'];

/** What would happen, in order. */
export function PreviewOf({ preview }: { readonly preview: Preview }) {
  const { commands, held, events, undoLost, locksGivenBack, inTheEnd } = preview;
  const timers = timersText(preview);
  return (
    <div className={css.preview}>
      <h3>Goes out at once</h3>
      {commands.length + events.length === 0 && <p>Nothing.</p>}
      <ol className={css.commands}>
        {commands.map((command) => (
          <CommandLine key={`${command.step} ${command.direction}`} command={command} />
        ))}
        {events.map(({ event }) => (
          <li key={event}>
            event <code>{event}</code>
          </li>
        ))}
      </ol>
      {held.length > 0 && (
        <p>
          {held.length} more {held.length === 1 ? 'is' : 'are'} held by a pause until it is over.
        </p>
      )}
      {undoLost.length > 0 && (
        <p className={css.lost}>
          Cannot be undone any more: {undoLost.map(({ step }) => step).join(', ')}.
        </p>
      )}
      {locksGivenBack.length > 0 && <p>Gives back the locks {locksGivenBack.join(', ')}.</p>}
      {timers !== '' && <p>{timers}</p>}
      {inTheEnd.endsBecause === 'stuck' ? (
        <p className={css.lost}>
          Even if all goes well, <b>{inTheEnd.text}</b>.
        </p>
      ) : (
        <p>
          If all goes well, <b>{inTheEnd.text}</b>.
        </p>
      )}
    </div>
  );
}

function CommandLine({ command }: { readonly command: Command }) {
  const { step, direction, attempt, queue, data, isDataShown, then } = command;
  const what = direction === 'compensate' ? `undo of ${step}` : step;
  return (
    <li>
      <span>
        <b>{what}</b>, attempt {attempt} · <code>{command.command}</code>
        {queue !== null && (
          <small>
            {' '}
            to <code>{queue}</code>
          </small>
        )}
      </span>
      {isDataShown && <pre tabIndex={0}>{JSON.stringify(data, null, 1)}</pre>}
      {then.length > 0 && <small>then {thenText(then)}</small>}
    </li>
  );
}

/** What follows, to the end of the longest branch: `authorize, then capture`. */
function thenText(commands: readonly Command[]): string {
  return commands
    .map(({ step, direction, then }) => {
      const what = direction === 'compensate' ? `undo of ${step}` : step;
      return then.length === 0 ? what : `${what}, then ${thenText(then)}`;
    })
    .join(' and ');
}

const TIMERS = {
  timersSet: 'Begins to wait',
  timersCleared: 'Waits no longer',
  timersStopped: 'Stand still from then on',
  timersGoingOn: 'Go on with what they had left',
} as const;

/** A line for the clocks that it sets, clears, stops and lets go on. */
function timersText(preview: Preview): string {
  const names = Object.keys(TIMERS) as readonly (keyof typeof TIMERS)[];
  return names
    .filter((name) => preview[name].length > 0)
    .map((name) => `${TIMERS[name]}: ${preview[name].map(timerText).join(', ')}.`)
    .join(' ');
}

function timerText({ what, step }: { readonly what: string; readonly step: string | null }) {
  return step === null ? what : `${what} of ${step}`;
}
