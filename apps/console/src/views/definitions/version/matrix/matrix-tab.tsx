import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useSearch } from 'wouter';
import { api, dataOf } from '../../../../api/client';
import type { components } from '../../../../api/schema';
import { Card } from '../../../../parts/card';
import { Facts } from '../../../../parts/facts';
import { Empty, Failed, Waiting } from '../../../../parts/states';
import { durationText } from '../../../../parts/text/time-text';
import { usePlan } from '../../../saga/use-saga';
import type { Definition } from '../../use-definition';
import { MatrixPicture } from './matrix-picture';
import { OutcomeSign } from './outcome-sign';
import { FAULTS, OUTCOMES, outcomeOf, type Outcome, type Path } from './outcomes';
import css from './matrix.module.css';

type Matrix = components['schemas']['FailureMatrix'];

/** What becomes of a saga for each step and each way in which it can go wrong. */
export function MatrixTab({ definition: { name, version } }: { readonly definition: Definition }) {
  const matrix = useQuery({
    queryKey: ['getFailureMatrix', name, version],
    queryFn: ({ signal }) => {
      const params = { path: { name, version } };
      const path = '/v1/definitions/{name}/versions/{version}/failure-matrix';
      return dataOf(api.GET(path, { params, signal }));
    },
    staleTime: Infinity,
  });
  const plan = usePlan({ name, version });
  if (matrix.isPending || plan.isPending) return <Waiting />;
  if (matrix.isLoadingError)
    return <Failed error={matrix.error} onRetry={() => void matrix.refetch()} />;
  const { paths } = matrix.data;
  if (paths === null) return <Empty title="It has too many ways to go wrong to try them all." />;
  // without its plan, too, there is a picture: only the line of the pivot is missing
  return <Whole matrix={matrix.data} paths={paths} pivot={pivotOf(plan.data?.steps ?? [])} />;
}

/** The pivot, where no step after it is taken back; a plan may have none, or several ways to it. */
function pivotOf(steps: readonly { readonly name: string; readonly kind: string }[]) {
  const at = steps.findIndex(({ kind }) => kind === 'pivot');
  const isInOrder = steps.slice(at + 1).every(({ kind }) => kind === 'retryable');
  return isInOrder ? (steps[at]?.name ?? null) : null;
}

interface WholeProps {
  readonly matrix: Matrix;
  readonly paths: readonly Path[];
  readonly pivot: string | null;
}

function Whole({ matrix, paths, pivot }: WholeProps) {
  const search = new URLSearchParams(useSearch());
  const [step, fault] = [search.get('step'), search.get('fault')];
  const chosen = paths.find((path) => path.step === step && path.fault === fault);
  const [pointed, point] = useState<Path>();
  const onPoint = useCallback((path: Path | undefined) => point(path), []);
  const place = `/definitions/${matrix.name}/${matrix.version}?tab=failures`;
  const about = matrix.faults;
  return (
    <Card title="What happens when a step fails" aside="tried by the engine, in virtual time">
      <div className={css.whole}>
        <div className={css.drawn}>
          <MatrixPicture {...{ paths, about, pivot, place, chosen, onPoint }} />
          <Legend paths={paths} />
        </div>
        <Explained path={pointed ?? chosen} about={about} />
      </div>
    </Card>
  );
}

function Legend({ paths }: { readonly paths: readonly Path[] }) {
  const outcomes = paths.map(outcomeOf);
  const names = Object.keys(OUTCOMES) as readonly Outcome[];
  return (
    <ul className={css.legend} aria-label="What the signs mean">
      {names
        .filter((each) => outcomes.includes(each))
        .map((each) => (
          <li key={each}>
            <OutcomeSign of={each} />
            {OUTCOMES[each]}
          </li>
        ))}
    </ul>
  );
}

const ENDS: Readonly<Record<Path['ends'], string>> = {
  completed: 'It goes on, and completes.',
  compensated: 'It goes back, and ends compensated.',
  stuck: 'It gets stuck: a person is needed.',
  lost: 'It is lost: it neither ends, nor asks for anybody.',
};

interface ExplainedProps {
  /** What is pointed at, or else was chosen. */
  readonly path: Path | undefined;
  readonly about: Matrix['faults'];
}

/** Beside the picture, where there is room for it whether or not something is chosen. */
function Explained({ path, about }: ExplainedProps) {
  if (path === undefined) {
    return (
      <section className={css.explained} aria-label="One failure">
        <p className={css.hint}>
          Point at a sign, or choose one, to see what happens in which order.
        </p>
      </section>
    );
  }
  const { step, fault, ends, stuckOn, undone, kept, takesMs } = path;
  const listed = (names: readonly string[]) => (names.length === 0 ? null : names.join(', '));
  return (
    <section className={css.explained} aria-label={`${step}: ${FAULTS[fault]}`}>
      <h3>
        {step}: {FAULTS[fault]}
      </h3>
      <p className={css.hint}>{about[fault]}</p>
      <p className={css.ending}>
        <OutcomeSign of={outcomeOf(path)} />
        {ENDS[ends]}
      </p>
      <Facts
        facts={[
          ['Stuck on', listed(stuckOn)],
          ['Taken back, in this order', listed(undone)],
          ['Stays done', listed(kept)],
          ['After', durationText(takesMs)],
        ]}
      />
    </section>
  );
}
