import { ReasonedAct } from '../../acting/reasoned-act';
import { pauseIsOver } from '../../acting/usual-reason';
import { useWhyNot } from '../../api/me';
import { scopeText, type Pause } from './scope-text';
import { endingOf, PAUSE_READS, takeBackResume } from './take-back-pause';
import { numberText } from '../../parts/text/number-text';

/** Ends a pause. Of one that is over there is nothing to do. */
export function ResumeAct({ pause }: { readonly pause: Pause }) {
  const { id, scope, reason: why, heldSagas, endedAt } = pause;
  const whyNot = useWhyNot('resumeScope');
  if (endedAt !== null) return null;
  const held = `${numberText(heldSagas)} ${heldSagas === 1 ? 'saga' : 'sagas'}`;
  return (
    <ReasonedAct
      name="Resume"
      label={`Resume ${scopeText(scope)}`}
      why={whyNot}
      reason={pauseIsOver(why)}
      tells={
        <p>
          <b>{scopeText(scope)}</b> goes on. It holds {held} now: they go on with the time that they
          had left, 2,000 a second at most.
        </p>
      }
      back={takeBackResume}
      reads={PAUSE_READS}
      {...endingOf(id)}
    />
  );
}
