import { ReasonedAct, type ActGiven } from '../../acting/reasoned-act';
import { api } from '../../api/client';
import { useMe, useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';

const READS = ['listApprovals', 'getApproval'];

/** Yes or no of the second person; whoever asked may take it back. */
export function Decide(props: { readonly approval: components['schemas']['ApprovalNow'] }) {
  const { id, act, actor, whyNot } = props.approval;
  const isOwn = useMe().data?.actor === actor;
  const mayDecide = useWhyNot('confirmApproval');
  const why = whyNot?.detail ?? mayDecide;
  const decide =
    (verb: 'confirm' | 'reject' | 'withdraw') =>
    async ({ reason }: ActGiven): Promise<void> => {
      const call = { params: { path: { id } }, body: { reason } };
      await api.POST(`/v1/admin/approvals/{id}/${verb}`, call);
    };
  return (
    <>
      <ReasonedAct
        name="Confirm"
        isMain
        why={why}
        tells={`Does it now, as ${actor}: ${act}, exactly as it was asked for and is shown here.`}
        run={decide('confirm')}
        reads={READS}
      />
      <ReasonedAct
        name="Reject"
        why={why}
        tells={`Nothing is done. ${actor} can ask again.`}
        run={decide('reject')}
        reads={READS}
      />
      {isOwn && (
        <ReasonedAct
          name="Withdraw"
          why={mayDecide}
          tells="Takes back what you asked for."
          run={decide('withdraw')}
          reads={READS}
        />
      )}
    </>
  );
}
