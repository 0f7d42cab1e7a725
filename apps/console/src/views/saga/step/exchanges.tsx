import { Link } from 'wouter';
import { JsonView } from '../../../parts/json-view';
import { durationText, utcText } from '../../../parts/text/time-text';
import table from '../../../parts/table.module.css';
import { useParam } from '../../../url/use-param';
import type { Exchange } from '../history/exchanges';
import css from './step-panel.module.css';

const SHOWN_MAX = 50;

interface ExchangesProps {
  readonly of: readonly Exchange[];
  /** More of the history is to be read. */
  readonly isPart: boolean;
}

/** Commands that were sent for a step, with their answers; the newest ones. */
export function Exchanges({ of: exchanges, isPart }: ExchangesProps) {
  if (exchanges.length === 0) return null;
  const shown = exchanges.slice(-SHOWN_MAX);
  return (
    <div className={css.exchanges}>
      <h3>
        Commands and answers{isPart && ', as far as the history has been read'}
        {exchanges.length > SHOWN_MAX && `: the last ${SHOWN_MAX} of ${exchanges.length}`}
      </h3>
      <table className={table.table} aria-label="Commands and answers">
        <thead>
          <tr>
            <th>Command</th>
            <th className={table.number}>Attempt</th>
            <th className={table.extra}>Sent</th>
            <th className={table.number}>Took</th>
            <th>Answer</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((each) => (
            <ExchangeRow key={`${each.key} ${each.direction} ${each.attempt}`} of={each} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ExchangeRow({ of: exchange }: { readonly of: Exchange }) {
  const { command, direction, attempt, sentAt, key, answer } = exchange;
  const event = useParam('event');
  return (
    <tr>
      <td className={css.command}>
        <code>{command}</code> {direction !== 'execute' && <small>{direction}</small>}
      </td>
      <td className={table.number}>{attempt}</td>
      <td className={table.extra}>
        <Link className={css.link} href={event.hrefOf(key)} replace title={utcText(sentAt)}>
          event {key}
        </Link>
      </td>
      <td className={table.number}>{answer && durationText(answer.at - sentAt)}</td>
      <td className={table.text}>
        {answer === null ? (
          'none yet'
        ) : (
          <>
            <Link className={css.link} href={event.hrefOf(answer.key)} replace>
              {answer.outcome}
            </Link>{' '}
            {answer.error !== null && (
              <>
                <code>{answer.error.code}</code> {answer.error.message}
              </>
            )}
            {answer.output !== undefined && answer.output !== null && (
              <details>
                <summary>Output</summary>
                <JsonView
                  value={answer.output}
                  label={`Output of attempt ${attempt} to ${direction}`}
                />
              </details>
            )}
          </>
        )}
      </td>
    </tr>
  );
}
