import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useRef, useState, type Ref } from 'react';
import { Link } from 'wouter';
import { Status } from '../../parts/status';
import table from '../../parts/table.module.css';
import { Brief } from '../../parts/told';
import { When } from '../../parts/when';
import type { ListedSaga } from './use-saga-pages';
import css from './saga-table.module.css';

/** What a row takes, before it is measured; where there is no room for columns it has lines. */
const ROW_PX = 37;
const NARROW_ROW_PX = 116;
const NARROW_PX = 560;
/** Rows beyond what is on the screen, so that Tab and search find the next ones. */
const OVERSCAN = 25;
const COLUMNS = 7;
const ENDED: ReadonlySet<string> = new Set(['completed', 'compensated', 'abandoned']);

interface SagaTableProps {
  readonly sagas: readonly ListedSaga[];
  readonly isChosen: (id: string) => boolean;
  readonly onChoose: (id: string, isRange: boolean) => void;
  /** Of the rows in the list. */
  readonly areAllChosen: boolean;
  readonly onChooseAll: () => void;
}

/** A row for each saga; however many there are, those near the screen are in the page. */
export function SagaTable(props: SagaTableProps) {
  const { sagas, isChosen, onChoose, areAllChosen, onChooseAll } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [scrollMargin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const { top = 0 } = body.current?.getBoundingClientRect() ?? {};
    setMargin(Math.round(top + window.scrollY));
  }, [sagas.length]);
  const rows = useWindowVirtualizer({
    count: sagas.length,
    estimateSize: () => (window.innerWidth > NARROW_PX ? ROW_PX : NARROW_ROW_PX),
    overscan: OVERSCAN,
    scrollMargin,
    getItemKey: (at) => sagas[at]?.id ?? at,
  });
  const shown = rows.getVirtualItems();
  const above = (shown[0]?.start ?? scrollMargin) - scrollMargin;
  const below = rows.getTotalSize() - ((shown.at(-1)?.end ?? scrollMargin) - scrollMargin);
  return (
    <table className={`${table.table} ${css.sagas}`} aria-rowcount={sagas.length + 1}>
      <thead>
        <tr>
          <th className={css.check}>
            <input
              type="checkbox"
              aria-label="Choose all rows"
              checked={areAllChosen}
              onChange={onChooseAll}
            />
          </th>
          <th className={css.status}>Status</th>
          <th className={css.key}>Key</th>
          <th className={css.definition}>Definition</th>
          <th>What it waits for</th>
          <th className={`${table.when} ${table.extra}`}>Started</th>
          <th className={table.when}>Changed</th>
        </tr>
      </thead>
      <tbody ref={body}>
        <Gap height={above} />
        {shown.map(({ index }) => {
          const saga = sagas[index];
          return (
            saga && (
              <SagaRow
                key={saga.id}
                saga={saga}
                at={index}
                isChosen={isChosen(saga.id)}
                onChoose={onChoose}
                measure={rows.measureElement}
              />
            )
          );
        })}
        <Gap height={below} />
      </tbody>
    </table>
  );
}

/** In place of rows that are not on the screen. */
function Gap({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className={css.gap}>
      <td colSpan={COLUMNS} style={{ height }} />
    </tr>
  );
}

interface SagaRowProps {
  readonly saga: ListedSaga;
  readonly at: number;
  readonly isChosen: boolean;
  readonly onChoose: SagaTableProps['onChoose'];
  readonly measure: Ref<HTMLTableRowElement>;
}

const SagaRow = memo(function SagaRow({ saga, at, isChosen, onChoose, measure }: SagaRowProps) {
  const { id, key, status, definition, waiting, createdAt, updatedAt } = saga;
  const shown = waiting?.code === 'paused' ? 'paused' : status;
  return (
    <tr ref={measure} data-index={at} aria-rowindex={at + 2} data-chosen={isChosen}>
      <td className={css.check}>
        <input
          type="checkbox"
          aria-label={`Choose ${key ?? id}`}
          checked={isChosen}
          onChange={({ nativeEvent }) => {
            onChoose(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
          }}
        />
      </td>
      <td className={css.status}>
        <Status of={shown} />
      </td>
      <td className={css.key} title={key ?? id}>
        <Link href={`/sagas/${id}`}>
          <code>{key ?? id}</code>
        </Link>
      </td>
      <td className={css.definition} title={definition.name}>
        {definition.name} <small>v{definition.version}</small>
      </td>
      <td className={css.says} data-ended={isEnded(saga)}>
        {waiting !== null && <Brief text={waiting.text} />}
      </td>
      <td className={`${table.when} ${table.extra}`}>
        <When at={createdAt} />
      </td>
      <td className={table.when}>
        <When at={updatedAt} />
      </td>
    </tr>
  );
});

/** It will not wait for anything again. */
function isEnded({ status }: ListedSaga): boolean {
  return ENDED.has(status);
}
