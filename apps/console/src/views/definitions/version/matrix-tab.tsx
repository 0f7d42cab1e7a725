import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from 'wouter';
import { api, dataOf } from '../../../api/client';
import type { components } from '../../../api/schema';
import { Card } from '../../../parts/card';
import { Facts } from '../../../parts/facts';
import { Empty, Failed, Waiting } from '../../../parts/states';
import { Status } from '../../../parts/status';
import table from '../../../parts/table.module.css';
import { durationText } from '../../../parts/text/time-text';
import type { Definition } from '../use-definition';
import css from './version.module.css';

type Path = components['schemas']['FailurePath'];
type Matrix = components['schemas']['FailureMatrix'];

const FAULTS: Readonly<Record<Path['fault'], string>> = {
  refused: 'refused',
  errors: 'errors',
  silent: 'silent',
  'reply-lost': 'reply lost',
  duplicate: 'replies twice',
  'late-success': 'late success',
  'refused-later': 'refused later',
  'errors-later': 'errors later',
  'silent-later': 'silent later',
  'late-success-later': 'late success later',
  exhausted: 'rounds used up',
  taken: 'condition holds',
  'compensation-refused': 'undo refused',
  'compensation-silent': 'undo silent',
};

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
  if (matrix.isPending) return <Waiting />;
  if (matrix.isLoadingError)
    return <Failed error={matrix.error} onRetry={() => void matrix.refetch()} />;
  const { paths } = matrix.data;
  if (paths === null) return <Empty title="It has too many ways to go wrong to try them all." />;
  return <Grid matrix={matrix.data} paths={paths} />;
}

function Grid({ matrix, paths }: { readonly matrix: Matrix; readonly paths: readonly Path[] }) {
  const search = new URLSearchParams(useSearch());
  const [step, fault] = [search.get('step'), search.get('fault')];
  const chosen = paths.find((path) => path.step === step && path.fault === fault);
  const steps = [...new Set(paths.map((path) => path.step))];
  const faults = [...new Set(paths.map((path) => path.fault))];
  const place = `/definitions/${matrix.name}/${matrix.version}?tab=failures`;
  return (
    <Card title="What happens when a step fails" aside="tried by the engine, in virtual time">
      {chosen !== undefined && (
        <Explained path={chosen} about={matrix.faults[chosen.fault] ?? ''} />
      )}
      <div className={css.scroll} tabIndex={0} role="group" aria-label="Steps and failures">
        <table className={`${table.table} ${css.matrix}`}>
          <thead>
            <tr>
              <th>Step</th>
              {faults.map((each) => (
                <th key={each} title={matrix.faults[each]}>
                  {FAULTS[each]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((each) => (
              <tr key={each}>
                <th scope="row">{each}</th>
                {faults.map((way) => (
                  <td key={way} data-label={FAULTS[way]}>
                    <Cell
                      path={paths.find((path) => path.step === each && path.fault === way)}
                      place={place}
                      isChosen={each === step && way === fault}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Cell(props: {
  /** undefined: it cannot go wrong in this way. */
  readonly path: Path | undefined;
  readonly place: string;
  readonly isChosen: boolean;
}) {
  const { path, place, isChosen } = props;
  if (path === undefined) return null;
  const { step, fault, ends, kept } = path;
  const search = new URLSearchParams({ step, fault });
  return (
    <Link
      href={`${place}&${search}`}
      className={css.cell}
      aria-current={isChosen ? 'true' : undefined}
    >
      <Status of={ends} />
      {kept.length > 0 && <span className={css.kept}>{kept.length} stay done</span>}
    </Link>
  );
}

const ENDS: Readonly<Record<Path['ends'], string>> = {
  completed: 'It goes on, and completes.',
  compensated: 'It goes back, and ends compensated.',
  stuck: 'It gets stuck: a person is needed.',
  lost: 'It is lost: it neither ends, nor asks for anybody.',
};

function Explained({ path, about }: { readonly path: Path; readonly about: string }) {
  const { step, fault, ends, stuckOn, undone, kept, takesMs } = path;
  const listed = (names: readonly string[]) => (names.length === 0 ? null : names.join(', '));
  return (
    <section aria-label={`${step}: ${FAULTS[fault]}`}>
      <Facts
        facts={[
          [`${step}: ${FAULTS[fault]}`, about],
          ['What happens', ENDS[ends]],
          ['Stuck on', listed(stuckOn)],
          ['Taken back, in this order', listed(undone)],
          ['Stays done', listed(kept)],
          ['After', durationText(takesMs)],
        ]}
      />
    </section>
  );
}
