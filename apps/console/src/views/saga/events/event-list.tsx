import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useLook } from '../../../look/look';
import { bothTexts, durationText, wholeText } from '../../../parts/text/time-text';
import type { History } from '../history/use-history';
import type { Line } from './lines';
import css from './events.module.css';

const LINE_PX = 26;
/** Lines that are drawn above and below what is seen. */
const OVERSCAN = 12;
/** The next page is read when so many lines are left below. */
const READ_AHEAD = 60;

/** What needs a person. */
const STUCK: ReadonlySet<string> = new Set(['step-stuck', 'saga-stuck', 'saga-stuck-on']);

interface EventListProps {
  readonly lines: readonly Line[];
  readonly startedAt: number;
  /** The key of the happening that is shown beside. */
  readonly chosen: string | null;
  readonly history: History;
  readonly onChoose: (key: string) => void;
}

/** Any number of lines; only those that are seen are in the page. */
export function EventList({ lines, startedAt, chosen, history, onChoose }: EventListProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    overscan: OVERSCAN,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  const { hasMore, mayReadOn, readMore } = history;
  const isNearEnd = lines.length > 0 && last >= lines.length - READ_AHEAD;
  useEffect(() => {
    if (isNearEnd && mayReadOn) readMore();
  }, [isNearEnd, mayReadOn, readMore]);
  const at = lines.findIndex(({ key }) => key === chosen);
  useEffect(() => {
    if (at !== -1) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  const go = (to: number): void => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, to))];
    if (line !== undefined) onChoose(line.key);
  };
  return (
    <div
      ref={box}
      className={css.list}
      role="listbox"
      aria-label="Events"
      tabIndex={0}
      aria-activedescendant={at === -1 ? undefined : `event-line-${at}`}
      onKeyDown={(event) => onKey(event, { lines, at, go })}
    >
      <div role="presentation" className={css.all} style={{ height: virtual.getTotalSize() }}>
        {seen.map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <div
              key={index}
              id={`event-line-${index}`}
              role="option"
              aria-selected={line.key === chosen}
              aria-posinset={index + 1}
              aria-setsize={hasMore ? -1 : lines.length}
              className={css.line}
              data-stuck={STUCK.has(line.entry.what)}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onChoose(line.key)}
            >
              <LineText line={line} startedAt={startedAt} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface Keys {
  readonly lines: readonly Line[];
  readonly at: number;
  readonly go: (to: number) => void;
}

const PAGE_LINES = 12;

/** As in any list box; a line of the same happening is passed over. */
function onKey(event: KeyboardEvent, { lines, at, go }: Keys): void {
  const step = (by: 1 | -1): number => {
    let to = at + by;
    while (lines[to] !== undefined && lines[to]?.key === lines[at]?.key) to += by;
    return to;
  };
  const places: Readonly<Record<string, () => number>> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    PageDown: () => at + PAGE_LINES,
    PageUp: () => at - PAGE_LINES,
    Home: () => 0,
    End: () => lines.length - 1,
  };
  const place = places[event.key];
  if (place === undefined) return;
  event.preventDefault();
  go(place());
}

function LineText({ line, startedAt }: { readonly line: Line; readonly startedAt: number }) {
  const { at, durationMs, version, step, by } = line.entry;
  const { times } = useLook();
  const text = wholeText(line.entry.text, times);
  const full = `${text}${by === null ? '' : `, by ${by.actor}`}`;
  return (
    <>
      <span className={css.version}>{version ?? '–'}</span>
      <time className={css.at} dateTime={new Date(at).toISOString()} title={bothTexts(at, times)}>
        +{durationText(at - startedAt)}
      </time>
      <span className={css.text} data-inner={step !== null && !/^[→↩?]/.test(text)} title={full}>
        {text}
      </span>
      <span className={css.took}>{durationMs === null ? '' : durationText(durationMs)}</span>
    </>
  );
}
