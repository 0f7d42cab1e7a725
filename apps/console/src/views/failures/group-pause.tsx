import { useState } from 'react';
import { OpenSagas } from '../../acting/open-sagas';
import { ReasonedAct } from '../../acting/reasoned-act';
import { pauseIsOver } from '../../acting/usual-reason';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import { Field } from '../../parts/field';
import { Status } from '../../parts/status';
import { When } from '../../parts/when';
import type { Pause } from '../pauses/scope-text';
import { endingOf, PAUSE_READS, takeBackPause, takeBackResume } from '../pauses/take-back-pause';
import { useReadPauses } from '../participants/use-active-pauses';
import css from './group-pause.module.css';
import { numberText } from '../../parts/text/number-text';

const HOUR_MS = 3_600_000;

interface GroupPauseProps {
  readonly group: components['schemas']['FailureGroup'];
}

/** Whether the group's sagas are held; and the acts that hold them and let them go. */
export function GroupPause({ group: { fingerprint } }: GroupPauseProps) {
  const pauses = useReadPauses();
  if (pauses === undefined) return null;
  const found = pauses.find(({ scope }) => groupOf(scope) === fingerprint);
  if (found === undefined) {
    return (
      <div className={css.line}>
        <span>Its sagas go on as they are: those with attempts left try again.</span>
        <PauseAct fingerprint={fingerprint} />
      </div>
    );
  }
  return (
    <div className={css.line}>
      <span>
        <Status of="paused" /> by {found.by} <When at={found.since} />: {found.reason}
        {found.until !== null && (
          <>
            {', ends '}
            <When at={found.until} />
          </>
        )}
        . Holds {numberText(found.heldSagas)}.
      </span>
      <ResumeAct of={found} />
    </div>
  );
}

function groupOf(scope: unknown): unknown {
  if (typeof scope !== 'object' || scope === null) return undefined;
  return 'failureGroup' in scope ? scope.failureGroup : undefined;
}

function PauseAct({ fingerprint }: { readonly fingerprint: string }) {
  const why = useWhyNot('pauseScope');
  const [hours, setHours] = useState('');
  const endOf = (sentAt: number) =>
    hours === '' ? {} : { until: new Date(sentAt + Number(hours) * HOUR_MS).toISOString() };
  return (
    <ReasonedAct
      name="Pause the group"
      tells={
        <>
          <p>Its sagas, and those that come to it, send nothing new; their clocks stand still.</p>
          <OpenSagas of={{ failure: fingerprint }} says="which are in it." />
        </>
      }
      why={why}
      back={takeBackPause}
      reads={PAUSE_READS}
      call={(client, { reason, idempotencyKey, sentAt }) => {
        const scope = { failureGroup: fingerprint };
        const body = { withCompensations: false, scope, reason, ...endOf(sentAt) };
        const params = { header: { 'Idempotency-Key': idempotencyKey } };
        return client.POST('/v1/admin/pauses', { params, body });
      }}
      cli={({ sentAt }) => ({
        words: ['pause', 'start'],
        options: { 'failure-group': fingerprint, ...endOf(sentAt) },
      })}
    >
      <Field label="For so many hours" hint="Empty: until somebody resumes it">
        <input
          type="number"
          min={1}
          max={8760}
          value={hours}
          onChange={({ target }) => setHours(target.value)}
        />
      </Field>
    </ReasonedAct>
  );
}

function ResumeAct({ of: { id, reason: paused } }: { readonly of: Pause }) {
  const why = useWhyNot('resumeScope');
  return (
    <ReasonedAct
      name="Resume the group"
      reason={pauseIsOver(paused)}
      tells="What was held goes on, with the time that it had left."
      why={why}
      back={takeBackResume}
      reads={PAUSE_READS}
      {...endingOf(id)}
    />
  );
}
