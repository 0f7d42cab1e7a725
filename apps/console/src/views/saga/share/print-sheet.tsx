import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { paint } from '#graph';
import type { components } from '../../../api/schema';
import { Facts } from '../../../parts/facts';
import { utcText, wholeText } from '../../../parts/text/time-text';
import { useDelayed } from '../../../parts/use-delayed';
import { PictureGraph } from '../path-graph';
import { usePlan } from '../use-saga';
import { linesOfSheet } from './read-timeline';
import css from './print-sheet.module.css';
import { numberText } from '../../../parts/text/number-text';

/** The last lines of a longer history take more than a call: its menu reads them to print. */
const READ_AHEAD_MAX = 1_000;

const SETTLED_MS = 1_000;

interface PrintSheetProps {
  /** As it is shown: as it is, or as it was. */
  readonly saga: components['schemas']['Saga'];
  readonly isPast: boolean;
}

/** The saga on one sheet of paper, which stands for the whole page while it is printed. */
export function PrintSheet({ saga, isPast }: PrintSheetProps) {
  const isPrinting = usePrinting();
  const { id, version } = saga;
  const plan = usePlan(saga.definition);
  // read before anybody prints: the browser does not wait; not after each of many changes
  const settled = useDelayed(version, SETTLED_MS);
  const isReadAhead = settled === version && version <= READ_AHEAD_MAX;
  const told = useQuery({ ...linesOfSheet(saga), enabled: isReadAhead });
  if (!isPrinting) return null;
  const { key, status, definition, startedAt, endedAt, waiting, error } = saga;
  const { last = [], before = 0, isCut = false } = told.data ?? {};
  return (
    <article className={css.sheet} aria-label="Printed">
      <h1>
        {key ?? id}: {status}
      </h1>
      <p>{wholeText(waiting?.text ?? `It has ended: ${status}.`, 'utc')}</p>
      <Facts
        facts={[
          ['Definition', `${definition.name} v${definition.version}`],
          ['Id', id],
          ['Version', isPast ? `${version}, which is the past` : version],
          ['Started', textOf(startedAt)],
          ['Ended', endedAt === null ? null : textOf(endedAt)],
          ['Error', error === null ? null : `${error.code}: ${error.message}`],
          ['Printed', utcText(Date.now())],
        ]}
      />
      {plan.data !== undefined && (
        <div className={css.graph}>
          <PictureGraph picture={paint(plan.data, saga)} label="Path" />
        </div>
      )}
      <h2>What happened last</h2>
      {told.data === undefined && (
        <p>
          {version > READ_AHEAD_MAX ? 'Its history is long: print it by “Share”.' : 'Not read yet.'}
        </p>
      )}
      {before > 0 && <p>… {numberText(before)} lines before these</p>}
      <table className={css.lines}>
        <tbody>
          {last.map(({ at, text }, place) => (
            <tr key={place}>
              <td>{textOf(at)}</td>
              <td>{wholeText(text, 'utc')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isCut && <p>… cut here: what happened later was too much to read</p>}
    </article>
  );
}

function textOf(instant: string): string {
  return utcText(Date.parse(instant));
}

/** While the page is being printed. The browser takes what is there when the event is over. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
