import { ReasonedAct } from '../../acting/reasoned-act';
import { useWhyNot } from '../../api/me';

interface ForgetActProps {
  readonly of: { readonly participant: string; readonly lastSeenAt: string | null };
}

/** For one that is gone for good: its name is free again. */
export function ForgetAct({ of: { participant, lastSeenAt } }: ForgetActProps) {
  const whyNot = useWhyNot('forgetParticipant');
  const nothing = lastSeenAt === null ? 'It never described itself: nothing is known of it.' : null;
  return (
    <ReasonedAct
      name="Forget"
      label={`Forget ${participant}`}
      why={whyNot ?? nothing}
      back="It cannot be taken back: it is known again once it describes itself."
      tells={
        <p>
          Its description, account and processes are deleted. Whoever describes itself as{' '}
          <b>{participant}</b> next is the participant then, also by another account.
        </p>
      }
      reads={['getParticipant', 'listParticipants']}
      call={(client, { reason, idempotencyKey }) => {
        const params = {
          path: { name: participant },
          header: { 'Idempotency-Key': idempotencyKey },
        };
        return client.POST('/v1/admin/participants/{name}/forget', { params, body: { reason } });
      }}
      cli={() => ({ words: ['participant', 'forget', participant] })}
    />
  );
}
