import { useState } from 'react';
import type { components } from '../../api/schema';
import button from '../../parts/button.module.css';
import { Card } from '../../parts/card';
import table from '../../parts/table.module.css';
import css from './retention.module.css';
import { numberText } from '../../parts/text/number-text';

const SHOWN = 50;

/** How many sagas the rules have deleted, by day; not there when there are none. */
export function Deleted({ of: all }: { of: components['schemas']['Retention']['deleted'] }) {
  const [isWhole, showWhole] = useState(false);
  if (all.length === 0) return null;
  const rows = isWhole ? all : all.slice(0, SHOWN);
  return (
    <Card title="Deleted" aside="By day, in UTC.">
      <table className={table.table}>
        <thead>
          <tr>
            <th>Day</th>
            <th>Definition</th>
            <th className={table.extra}>Ended</th>
            <th className={table.number}>Sagas</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, definition, status, sagas }) => (
            <tr key={`${day} ${definition} ${status}`}>
              <td>{day}</td>
              <td className={table.text}>{definition}</td>
              <td className={table.extra}>{status}</td>
              <td className={table.number}>{numberText(sagas)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < all.length && (
        <div className={css.more}>
          <button type="button" className={button.button} onClick={() => showWhole(true)}>
            All {all.length}
          </button>
        </div>
      )}
    </Card>
  );
}
