import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { useParticipants } from '../participants/use-participants';
import { usePlan } from '../saga/use-saga';
import { numberText } from '../../parts/text/number-text';

type Group = components['schemas']['FailureGroup'];
type Participant = components['schemas']['Participant'];

/** Who carries out the step, and whether they answer now. */
export function ParticipantNow({ group }: { readonly group: Group }) {
  const { definition: name, versions, step, direction } = group;
  const version = versions.at(-1) ?? 1;
  const plan = usePlan({ name, version });
  const participants = useParticipants();
  const planned = plan.data?.steps.find((each) => each.name === step);
  const command = direction === 'compensate' ? planned?.undo : planned?.about;
  const [participant] = command?.split('.', 1) ?? [];
  if (participant === undefined) return <small>not known</small>;
  const found = participants.data?.items.find((each) => each.participant === participant);
  return (
    <>
      <Link href="/participants">
        <b>{participant}</b>
      </Link>{' '}
      {found === undefined ? '' : doesText(found)}
    </>
  );
}

function doesText({ consumers, ready, undelivered, queueExists }: Participant): string {
  if (undelivered !== undefined) return `gets nothing: ${undelivered}`;
  if (queueExists === false) return 'has no queue: it never ran here';
  if (consumers === null) return 'is not known of now: the broker cannot be asked';
  const waiting = `${numberText(ready ?? 0)} wait on its queue`;
  if (consumers === 0) return `is silent: nobody reads its queue, ${waiting}`;
  return `answers: ${consumers} ${consumers === 1 ? 'consumer' : 'consumers'}, ${waiting}`;
}
