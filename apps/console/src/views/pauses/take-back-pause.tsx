import type { ActAsText, ActGiven } from '../../acting/as-text/copy-act';
import type { BackButton } from '../../acting/back/done-act';
import { TakeBack } from '../../acting/back/take-back';
import type { components } from '../../api/schema';
import { scopeText, type Scope } from './scope-text';

type Made = components['schemas']['Pause'];
type AskedScope = components['schemas']['PauseDto']['scope'];

export const PAUSE_READS = [
  'listPauses',
  'listSagas',
  'getSaga',
  'getOverview',
  'getFailureGroup',
] as const;

/** Ends a pause, as the API and the command line take it. */
export function endingOf(id: string): ActAsText<components['schemas']['Pause'] | Approval> {
  return {
    call: (client, { reason, idempotencyKey }) => {
      const params = { path: { id }, header: { 'Idempotency-Key': idempotencyKey } };
      return client.POST('/v1/admin/pauses/{id}/resume', { params, body: { reason } });
    },
    cli: () => ({ words: ['pause', 'end', id] }),
  };
}

type Approval = components['schemas']['Approval'];

/** Ends the pause that was just made. */
export function takeBackPause({ id, scope }: Made, { reason }: ActGiven): BackButton {
  const tells = 'What was held goes on, with the time that it had left.';
  const about = { done: `Pause ${scopeText(scope)}`, reason, tells };
  return <TakeBack {...about} {...endingOf(id)} by="resumeScope" reads={PAUSE_READS} />;
}

/** Pauses the same again: what went on meanwhile went on. null: it would have ended by itself. */
export function takeBackResume(pause: Made, { reason, sentAt }: ActGiven): BackButton | null {
  const { scope, automatic, until } = pause;
  if (until !== null && Date.parse(until) <= sentAt) return null;
  const byPerson = ' It lasts until somebody resumes it: nothing is tried now and then.';
  return (
    <TakeBack
      done={`Resume ${scopeText(scope)}`}
      reason={reason}
      by="pauseScope"
      tells={
        <p>
          <b>{scopeText(scope)}</b> is paused again, as it was. What has gone out since is out.
          {automatic !== null && byPerson}
        </p>
      }
      reads={PAUSE_READS}
      {...pausingAgain(pause)}
    />
  );
}

/** With its old end; the API refuses one that has passed since, and says so. */
function pausingAgain({ scope, withCompensations, until }: Made): ActAsText<Made | Approval> {
  const asked = askedScope(scope);
  const ends = until === null ? {} : { until };
  return {
    call: (client, given) => {
      const params = { header: { 'Idempotency-Key': given.idempotencyKey } };
      const body = { reason: given.reason, scope: asked, withCompensations, ...ends };
      return client.POST('/v1/admin/pauses', { params, body });
    },
    cli: () => {
      const { failureGroup, ...rest } = { failureGroup: undefined, ...asked };
      const holds = withCompensations ? { 'with-compensations': true as const } : {};
      const options = { ...rest, 'failure-group': failureGroup, ...holds, ...ends };
      return { words: ['pause', 'start'], options };
    },
  };
}

function askedScope(scope: Scope): AskedScope {
  return 'failureGroup' in scope ? { failureGroup: scope.failureGroup } : scope;
}
