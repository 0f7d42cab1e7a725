import { PreviewOf } from '../preview-of';
import type { BulkLook as Look } from './bulk';
import css from './bulk.module.css';
import { numberText } from '../../parts/text/number-text';

/** What the first saga would be sent, what all would, and what would be refused. */
export function BulkLook({ look: { count, sample, outlook } }: { readonly look: Look }) {
  const [first, ...others] = sample;
  return (
    <>
      {first !== undefined && (
        <section aria-label="The first one">
          <h3>
            The first one, <code>{first.sagaId}</code>
          </h3>
          <Sample sample={first} />
        </section>
      )}
      {outlook !== null && count > 1 && (
        <ul className={css.kinds} aria-label="All of them">
          {outlook.commands.map(({ participant, command, direction, isHeld, commands }) => (
            <li key={`${command} ${direction} ${isHeld}`}>
              <b>{numberText(commands)}</b> × <code>{command}</code> to {participant}
              {isHeld && ', held by a pause'}
            </li>
          ))}
          {outlook.refusals.map(({ code, detail, sagas }) => (
            <li key={code} className={css.refused}>
              <b>{numberText(sagas)}</b> refused: <code>{code}</code> {detail}
            </li>
          ))}
          {!outlook.isWhole && (
            <li>
              Of the first {numberText(outlook.looked)} of {numberText(count)}.
            </li>
          )}
        </ul>
      )}
      {others.length > 0 && (
        <details>
          <summary>{others.length} more of them</summary>
          {others.map((each) => (
            <div key={each.sagaId} className={css.sample}>
              <code>{each.sagaId}</code>
              <Sample sample={each} />
            </div>
          ))}
        </details>
      )}
    </>
  );
}

function Sample({
  sample: { preview, code, detail },
}: {
  readonly sample: Look['sample'][number];
}) {
  if (preview !== null) return <PreviewOf preview={preview} />;
  return (
    <p className={css.refused}>
      Refused: <code>{code}</code> {detail}
    </p>
  );
}
