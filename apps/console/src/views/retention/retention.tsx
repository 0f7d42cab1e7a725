import { useQuery } from '@tanstack/react-query';
import { ReasonedAct } from '../../acting/reasoned-act';
import { api, dataOf } from '../../api/client';
import { useWhyNot } from '../../api/me';
import type { components } from '../../api/schema';
import { Card } from '../../parts/card';
import { PageHead } from '../../parts/page-head';
import { Empty, Failed, Waiting } from '../../parts/states';
import table from '../../parts/table.module.css';
import { numberText } from '../../parts/text/number-text';
import { When } from '../../parts/when';
import { Unseen } from '../../parts/lists/unseen';
import { Deleted } from './deleted';
import { Exemptions } from './exemptions';
import css from './retention.module.css';
import { SetRule } from './set-rule';
import { clearingOf, takeBackRule } from './take-back-rule';

export type Rule = components['schemas']['RetentionRule'];

/** For how long ended sagas are kept. */
export default function Retention() {
  const retention = useQuery({
    queryKey: ['getRetention'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/admin/retention', { signal })),
  });
  const { rules = [], deleted = [] } = retention.data ?? {};
  return (
    <>
      <PageHead
        title="Retention"
        says="For how long sagas are kept once they have ended. Without a rule: for ever."
        acts={<SetRule rule={null} rules={rules} />}
      />
      {retention.isPending && <Waiting />}
      {retention.isError && (
        <Failed error={retention.error} onRetry={() => void retention.refetch()} />
      )}
      {retention.isSuccess && (
        <>
          <Card title="Rules">
            {rules.length === 0 ? (
              <Empty title="There is no rule: all that ended is kept." />
            ) : (
              <RuleTable rules={rules} />
            )}
          </Card>
          <Exemptions />
          <Deleted of={deleted} />
        </>
      )}
    </>
  );
}

function RuleTable({ rules }: { readonly rules: readonly Rule[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Definition</th>
          <th>Completed</th>
          <th>Compensated</th>
          <th>Abandoned</th>
          <th className={table.extra}>Set</th>
          <th>
            <Unseen>Acts</Unseen>
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <RuleRow key={rule.definition ?? ''} of={rule} />
        ))}
      </tbody>
    </table>
  );
}

function RuleRow({ of: rule }: { readonly of: Rule }) {
  const { definition, completedDays, compensatedDays, abandonedDays } = rule;
  const why = useWhyNot('clearRetention');
  return (
    <tr>
      <td className={table.text}>{definition ?? 'all others'}</td>
      <td className={css.days} data-label="Completed">
        {daysText(completedDays)}
      </td>
      <td className={css.days} data-label="Compensated">
        {daysText(compensatedDays)}
      </td>
      <td className={css.days} data-label="Abandoned">
        {daysText(abandonedDays)}
      </td>
      <td className={table.extra}>
        <When at={rule.setAt} /> by {rule.actor}
        <small className={css.below}>{rule.reason}</small>
      </td>
      <td>
        <div className={css.acts}>
          <SetRule rule={rule} rules={[rule]} />
          <ReasonedAct
            name="Clear"
            why={why}
            tells="Withdraws the rule: that of all others holds then, if there is one."
            {...clearingOf(definition)}
            back={(_, given) => takeBackRule({ done: 'Clear', rule, revision: 0 }, given)}
            reads={['getRetention']}
          />
        </div>
      </td>
    </tr>
  );
}

function daysText(days: number | null): string {
  return days === null ? 'for ever' : `${numberText(days)} d`;
}
