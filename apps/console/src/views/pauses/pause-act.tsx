import { useState } from 'react';
import type { ActGiven } from '../../acting/as-text/copy-act';
import type { Caller } from '../../acting/as-text/curl-of-call';
import { OpenSagas } from '../../acting/open-sagas';
import { ReasonedAct } from '../../acting/reasoned-act';
import { useWhyNot } from '../../api/me';
import { hasChoiceOfCompensations, NOTHING_ASKED, scopeOf, type AskedPause } from './asked-pause';
import { PauseFields } from './pause-fields';
import { PAUSE_READS, takeBackPause } from './take-back-pause';

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
  const scope = scopeOf(asked);
  return (
    <ReasonedAct
      name="Pause"
      isMain={participant === undefined}
      why={whyNot}
      tells={
        <>
          <p>Nothing new is sent of it, and no time passes for it. Replies are taken.</p>
          {scope !== null && (
            <OpenSagas of={filterOf(scope)} isOfUndos={holdsUndos(asked)} says="which are there." />
          )}
        </>
      }
      isReady={scope !== null}
      reads={PAUSE_READS}
      back={takeBackPause}
      {...pausing(asked)}
    >
      <PauseFields asked={asked} onAsk={ask} isFixed={participant !== undefined} />
    </ReasonedAct>
  );
}

type AskedScope = NonNullable<ReturnType<typeof scopeOf>>;

/** The sagas that it would hold, as a filter of lists. */
function filterOf(scope: AskedScope) {
  return 'failureGroup' in scope ? { failure: scope.failureGroup } : scope;
}

function holdsUndos(asked: AskedPause): boolean {
  return hasChoiceOfCompensations(asked) && asked.withCompensations;
}

/** As the API and the command line take it. @throws Error when something is left to choose */
function pausing(asked: AskedPause) {
  const scopeIn = () => {
    const scope = scopeOf(asked);
    if (scope === null) throw new Error('It is not said what is to be paused.');
    return scope;
  };
  const withCompensations = holdsUndos(asked);
  const endOf = ({ sentAt }: ActGiven) => {
    const { minutes } = asked;
    return minutes === null ? {} : { until: new Date(sentAt + minutes * MINUTE_MS).toISOString() };
  };
  return {
    call: (client: Caller, given: ActGiven) => {
      const { reason, idempotencyKey } = given;
      const params = { header: { 'Idempotency-Key': idempotencyKey } };
      const body = { reason, scope: scopeIn(), withCompensations, ...endOf(given) };
      return client.POST('/v1/admin/pauses', { params, body });
    },
    cli: (given: ActGiven) => {
      const { failureGroup, ...scope } = { failureGroup: undefined, ...scopeIn() };
      const holds = withCompensations ? { 'with-compensations': true as const } : {};
      const options = { ...scope, 'failure-group': failureGroup, ...holds, ...endOf(given) };
      return { words: ['pause', 'start'], options };
    },
  };
}
