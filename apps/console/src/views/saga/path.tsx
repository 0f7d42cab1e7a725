import { Card } from '../../parts/card';
import { Failed, Waiting } from '../../parts/states';
import { useParam } from '../../url/use-param';
import { PathGraph } from './fitted-graph';
import { usePlan, type Saga } from './use-saga';

/** What the saga did, what it undid, and what is ahead. */
export function Path({ saga }: { readonly saga: Saga }) {
  const plan = usePlan(saga.definition);
  const step = useParam('step');
  const label = `Path of ${saga.key ?? saga.id}`;
  return (
    <Card title="Path">
      {plan.isPending && <Waiting />}
      {plan.isError && <Failed error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.isSuccess && (
        <PathGraph
          plan={plan.data}
          progress={saga}
          label={label}
          chosen={step.value}
          hrefOf={step.hrefOf}
        />
      )}
    </Card>
  );
}
