import { Link } from 'wouter';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import { Unseen } from '../../parts/lists/unseen';
import css from './pauses.module.css';
import { ResumeAct } from './resume-act';
import { heldFilter, scopeHref, scopeKind, scopeText, type Pause } from './scope-text';
import { numberText } from '../../parts/text/number-text';

/** A row for each pause. */
export function PauseTable({ pauses }: { readonly pauses: readonly Pause[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>What is paused</th>
          <th className={table.number}>Sagas held</th>
          <th className={table.extra}>By</th>
          <th className={table.extra}>Since</th>
          <th className={table.extra}>Until</th>
          <th className={table.number}>
            <Unseen>Act</Unseen>
          </th>
        </tr>
      </thead>
      <tbody>
        {pauses.map((pause) => (
          <PauseRow key={pause.id} pause={pause} />
        ))}
      </tbody>
    </table>
  );
}

function PauseRow({ pause }: { readonly pause: Pause }) {
  const { scope, reason, by, since, heldSagas, withCompensations } = pause;
  return (
    <tr>
      <td className={table.text}>
        <Link href={scopeHref(scope)} className={css.scope}>
          {scopeText(scope)}
        </Link>
        <span className={css.below}>
          {scopeKind(scope)}
          {withCompensations && ', and its undos'} · {reason}
        </span>
        <ProbesLine pause={pause} />
      </td>
      <td className={table.number} data-label="sagas held:">
        <Link href={`/sagas?${heldFilter(scope)}`}>{numberText(heldSagas)}</Link>
      </td>
      <td className={table.extra}>{by}</td>
      <td className={table.extra}>
        <When at={since} />
      </td>
      <td className={table.extra}>
        <EndOf pause={pause} />
      </td>
      <td className={table.number}>
        <ResumeAct pause={pause} />
      </td>
    </tr>
  );
}

/** What the conductor does about a pause that it made by itself. */
function ProbesLine({ pause: { automatic } }: { readonly pause: Pause }) {
  if (automatic === null) return null;
  const { failures, sagas, probes, nextProbeAt } = automatic;
  return (
    <span className={css.below}>
      made automatically: {failures} attempts of {sagas} sagas failed; {probes} tried since
      {nextProbeAt !== null && (
        <>
          , the next <When at={nextProbeAt} />
        </>
      )}
    </span>
  );
}

/** When it ended or will. */
function EndOf({ pause }: { readonly pause: Pause }) {
  const { until, endedAt, endedBy, endReason, automatic } = pause;
  if (endedAt !== null) {
    return (
      <span title={endReason ?? undefined}>
        ended <When at={endedAt} />
        {endedBy !== null && ` by ${endedBy}`}
      </span>
    );
  }
  if (until !== null) return <When at={until} />;
  return <>{automatic === null ? 'somebody resumes it' : 'an attempt succeeds'}</>;
}
