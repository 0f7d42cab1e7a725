import { Link, useSearch } from 'wouter';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { usePages } from '../../api/use-pages';
import { Card } from '../../parts/card';
import { Tabs } from '../../parts/lists/tabs';
import { More } from '../../parts/more';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import table from '../../parts/table.module.css';
import { When } from '../../parts/when';
import css from './approvals.module.css';
import { subjectText } from './subject-text';

type Approval = components['schemas']['Approval'];

const PAGE = 50;

/** Acts that wait for a second person, or did. */
export default function Approvals() {
  const isAll = new URLSearchParams(useSearch()).get('state') === 'all';
  const approvals = usePages<Approval>({
    queryKey: ['listApprovals', isAll ? 'all' : 'open'],
    read: (cursor, signal) => {
      const state = isAll ? {} : { state: 'open' as const };
      const params = { query: { limit: PAGE, ...state, ...cursor } };
      return dataOf(api.GET('/v1/admin/approvals', { params, signal }));
    },
  });
  const { items } = approvals;
  return (
    <>
      <PageHead
        title="Approvals"
        says="Some acts need two people: one asks, another sees the same preview and confirms."
      />
      <Tabs
        label="Which ones"
        tabs={[
          { name: 'Open', href: '/approvals', isHere: !isAll },
          { name: 'All', href: '/approvals?state=all', isHere: isAll },
        ]}
      />
      {approvals.isPending && <Waiting />}
      {approvals.isError && (
        <Failed error={approvals.error} onRetry={() => void approvals.refetch()} />
      )}
      {approvals.isSuccess && (
        <Card title={isAll ? 'Asked for, newest first' : 'Waiting, newest first'}>
          {items.length === 0 ? (
            <Empty title={isAll ? 'Nobody has asked for anything.' : 'Nothing waits for anybody.'}>
              <p>Which acts need a second person is set with CONDUCTOR_FOUR_EYES.</p>
            </Empty>
          ) : (
            <ApprovalTable items={items} />
          )}
          <More of={approvals} />
        </Card>
      )}
    </>
  );
}

function ApprovalTable({ items }: { readonly items: readonly Approval[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Act</th>
          <th>Asked by</th>
          <th>Reason</th>
          <th className={table.extra}>When</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {items.map((approval) => (
          <tr key={approval.id}>
            <td className={css.about}>
              <Link href={`/approvals/${approval.id}`} className={css.act}>
                {approval.act}
              </Link>
              <small className={css.below}>{subjectText(approval)}</small>
            </td>
            <td>{approval.actor}</td>
            <td className={table.text}>{approval.reason}</td>
            <td className={table.extra}>
              <When at={approval.createdAt} />
            </td>
            <td>
              <StateText of={approval} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StateText({ of: { state, expiresAt, decision } }: { readonly of: Approval }) {
  if (state === 'open') {
    return (
      <>
        open, ends <When at={expiresAt} />
      </>
    );
  }
  return <>{decision === null ? state : `${state} by ${decision.actor}`}</>;
}
