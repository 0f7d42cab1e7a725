import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { paintCounts, type CountedBox, type Flow } from '#graph';
import { api, dataOf } from '../../../api/client';
import type { components } from '../../../api/schema';
import { useFresh } from '../../../live/live';
import { Card } from '../../../parts/card';
import { Empty, Failed, Waiting } from '../../../parts/states';
import { Status } from '../../../parts/status';
import table from '../../../parts/table.module.css';
import { FittedGraph } from '../../saga/fitted-graph';
import { usePlan } from '../../saga/use-saga';
import type { Definition } from '../use-definition';
import css from './version.module.css';
import { numberText } from '../../../parts/text/number-text';

type Counts = components['schemas']['VersionStepCounts'];
type Side = CountedBox['side'];

/** Counts are kept for a while: what was read when the last saga changed may be of before. */
const READ_EVERY_MS = 15_000;

/** How many open sagas are at each step, and at each undo. */
export function LiveTab({ definition: { name, version } }: { readonly definition: Definition }) {
  useFresh(['countOpenSagasByStep']);
  const params = { path: { name, version } };
  const plan = usePlan({ name, version });
  const counts = useQuery({
    queryKey: ['countOpenSagasByStep', name, version],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/definitions/{name}/versions/{version}/counts', { params, signal })),
    refetchInterval: READ_EVERY_MS,
  });
  const paintAs = useMemo(() => {
    const [planned, counted] = [plan.data, counts.data];
    if (planned === undefined || counted === undefined) return undefined;
    return (flow: Flow) => paintCounts(planned, counted.steps, flow);
  }, [plan.data, counts.data]);
  const failed = plan.isLoadingError ? plan : counts.isLoadingError ? counts : null;
  if (failed !== null) return <Failed error={failed.error} onRetry={() => void failed.refetch()} />;
  if (paintAs === undefined || counts.data === undefined) return <Waiting />;
  const hrefOf = (step: string, side: Side): string =>
    `/sagas?${sagasAt({ name, version, step, side })}`;
  return (
    <Card title="Where its open sagas are" aside={openText(counts.data)}>
      <FittedGraph
        paintAs={paintAs}
        label={`Steps of ${name} v${version}`}
        hrefOf={({ counts: { open }, step, side }) => (open === 0 ? undefined : hrefOf(step, side))}
      />
      <div className={css.part}>
        <Places counts={counts.data} hrefOf={hrefOf} />
      </div>
    </Card>
  );
}

interface Place {
  readonly name: string;
  readonly version: number;
  readonly step: string;
  readonly side: Side;
}

/** As a filter of the list. */
function sagasAt({ name, version, step, side }: Place): string {
  const statuses = side === 'forward' ? 'running,stuck' : 'compensating,stuck';
  return `status=${statuses}&definition=${name}&version=${version}&step=${step}`;
}

function openText({ open: { running, compensating, stuck } }: Counts): string {
  const all = numberText(running + compensating + stuck);
  return `${all} open · ${numberText(stuck)} stuck`;
}

/** The same in words, for who sees no picture and on a small screen. */
function Places(props: {
  readonly counts: Counts;
  readonly hrefOf: (step: string, side: Side) => string;
}) {
  const { counts, hrefOf } = props;
  const places = counts.steps
    .flatMap(({ step, forward, undo }) => [
      { step, side: 'forward' as const, ...forward },
      { step, side: 'undo' as const, ...undo },
    ])
    .filter(({ open }) => open > 0)
    .sort((a, b) => b.stuck - a.stuck || b.open - a.open);
  if (places.length === 0) return <Empty title="No saga of this version is open." />;
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>At</th>
          <th className={table.number}>Stuck</th>
          <th className={table.number}>Open</th>
        </tr>
      </thead>
      <tbody>
        {places.map(({ step, side, open, stuck }) => (
          <tr key={`${side} ${step}`}>
            <td className={table.text}>
              <Link href={hrefOf(step, side)}>{side === 'undo' ? `undo of ${step}` : step}</Link>
            </td>
            <td className={table.number}>
              {stuck > 0 && <Status of="stuck" text={numberText(stuck)} />}
            </td>
            <td className={table.number} data-label="open:">
              {numberText(open)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
