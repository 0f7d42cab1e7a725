import type { ActAsText } from '../../acting/as-text/copy-act';
import { ReasonedAct } from '../../acting/reasoned-act';
import { useMe, useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';

const READS = ['listApprovals', 'getApproval'];

/** Yes or no of the second person; whoever asked may take it back. */
export function Decide(props: { readonly approval: components['schemas']['ApprovalNow'] }) {
  const { id, act, actor, whyNot } = props.approval;
  const isOwn = useMe().data?.actor === actor;
  const mayDecide = useWhyNot('confirmApproval');
  const why = whyNot?.detail ?? mayDecide;
  const decide = (verb: 'confirm' | 'reject' | 'withdraw'): ActAsText => ({
    call: (client, { reason }) => {
      const said = { params: { path: { id } }, body: { reason } };
      return client.POST(`/v1/admin/approvals/{id}/${verb}`, said);
    },
    cli: () => ({ words: ['approval', verb, id] }),
  });
  return (
    <>
      <ReasonedAct
        name="Confirm"
        isMain
        why={why}
        tells={`Does it now, as ${actor}: ${act}, exactly as it was asked for and is shown here.`}
        back="A confirmation cannot be taken back."
        {...decide('confirm')}
        reads={READS}
      />
      <ReasonedAct
        name="Reject"
        why={why}
        tells={`Nothing is done. ${actor} can ask again.`}
        back="It cannot be taken back."
        {...decide('reject')}
        reads={READS}
      />
      {isOwn && (
        <ReasonedAct
          name="Withdraw"
          why={mayDecide}
          tells="Takes back what you asked for."
          back="It cannot be taken back: you can ask again."
          {...decide('withdraw')}
          reads={READS}
        />
      )}
    </>
  );
}
