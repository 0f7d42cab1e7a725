import { useState } from 'react';
import { ReasonedAct, type ActGiven } from '../../acting/reasoned-act';
import { api } from '../../api/client';
import { useWhyNot } from '../../api/me';
import { hasChoiceOfCompensations, NOTHING_ASKED, scopeOf, type AskedPause } from './asked-pause';
import { PauseFields } from './pause-fields';

const MINUTE_MS = 60_000;

interface PauseActProps {
  /** What is paused, where that is known already. */
  readonly participant?: string;
}

/** Pauses a participant, a definition, a step, or the sagas that fail in one way. */
export function PauseAct({ participant }: PauseActProps) {
  const preset = { ...NOTHING_ASKED, participant: participant ?? '' };
  const [asked, ask] = useState<AskedPause>(preset);
  const whyNot = useWhyNot('pauseScope');
  return (
    <ReasonedAct
      name="Pause"
      isMain={participant === undefined}
      why={whyNot}
      tells="Nothing new is sent of it, and no time passes for it. Replies are taken."
      isReady={scopeOf(asked) !== null}
      reads={['listPauses', 'listSagas', 'getSaga', 'getOverview']}
      run={(given) => pause(asked, given)}
    >
      <PauseFields asked={asked} onAsk={ask} isFixed={participant !== undefined} />
    </ReasonedAct>
  );
}

function pause(asked: AskedPause, { reason, idempotencyKey, sentAt }: ActGiven): Promise<unknown> {
  const scope = scopeOf(asked);
  if (scope === null) throw new Error('It is not said what is to be paused.');
  const { minutes } = asked;
  const withCompensations = hasChoiceOfCompensations(asked) && asked.withCompensations;
  const until =
    minutes === null ? {} : { until: new Date(sentAt + minutes * MINUTE_MS).toISOString() };
  const params = { header: { 'Idempotency-Key': idempotencyKey } };
  const body = { reason, scope, withCompensations, ...until };
  return api.POST('/v1/admin/pauses', { params, body });
}
