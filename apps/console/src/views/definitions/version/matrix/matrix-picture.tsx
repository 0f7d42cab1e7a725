import { Fragment, memo, type SyntheticEvent } from 'react';
import { Link } from 'wouter';
import { Unseen } from '../../../../parts/lists/unseen';
import { ScrollBox } from '../../../../parts/scroll/scroll-box';
import { OutcomeSign } from './outcome-sign';
import { FAULTS, GROUPS, OUTCOMES, outcomeOf, type Fault, type Path } from './outcomes';
import css from './matrix.module.css';

interface MatrixPictureProps {
  readonly paths: readonly Path[];
  /** What is said of each failure. */
  readonly about: Readonly<Record<string, string>>;
  /** The step beyond which nothing is taken back, or null. */
  readonly pivot: string | null;
  /** Where a path is chosen; ends before its query. */
  readonly place: string;
  readonly chosen: Path | undefined;
  /** undefined: nothing is pointed at any more. */
  readonly onPoint: (path: Path | undefined) => void;
}

/** Steps from above, failures from the left, and a sign where they meet. */
export const MatrixPicture = memo(function MatrixPicture(props: MatrixPictureProps) {
  const { paths, about, pivot, onPoint, ...ofCells } = props;
  const steps = [...new Set(paths.map(({ step }) => step))];
  const groups = groupsOf(paths);
  const byPlace = new Map(paths.map((path) => [`${path.step} ${path.fault}`, path]));
  const point = ({ target }: SyntheticEvent): void => {
    const cell = (target as Element).closest<HTMLElement>('[data-path]');
    onPoint(byPlace.get(cell?.dataset.path ?? ''));
  };
  const columns = groups.flatMap(({ faults }) => faults).length;
  return (
    <ScrollBox label="Steps and failures" className={css.scroll}>
      <table
        className={css.picture}
        onPointerOver={point}
        onPointerLeave={() => onPoint(undefined)}
        onFocus={point}
        onBlur={() => onPoint(undefined)}
      >
        <Head groups={groups} about={about} />
        <tbody>
          {steps.map((step) => (
            <Fragment key={step}>
              <tr>
                <th scope="row" title={step}>
                  {step}
                </th>
                {groups.map(({ faults }) =>
                  faults.map((fault, index) => (
                    <td key={fault} data-first={index === 0}>
                      <Cell path={byPlace.get(`${step} ${fault}`)} {...ofCells} />
                    </td>
                  )),
                )}
              </tr>
              {step === pivot && (
                <tr className={css.pivot}>
                  <td colSpan={columns + 1}>
                    <span>pivot: no way back from here</span>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
});

interface Group {
  readonly of: string;
  readonly faults: readonly Fault[];
}

/** Of those that there are. */
function groupsOf(paths: readonly Path[]): readonly Group[] {
  const all = new Set(paths.map(({ fault }) => fault));
  return GROUPS.map(({ of, faults }) => ({
    of,
    faults: faults.filter((each) => all.has(each)),
  })).filter(({ faults }) => faults.length > 0);
}

function Head({
  groups,
  about,
}: { readonly groups: readonly Group[] } & Pick<MatrixPictureProps, 'about'>) {
  return (
    <thead>
      <tr>
        <td rowSpan={2} />
        {groups.map(({ of, faults }) => (
          <th key={of} scope="colgroup" colSpan={faults.length} className={css.group}>
            <span>{of}</span>
          </th>
        ))}
      </tr>
      <tr>
        {groups.map(({ faults }) =>
          faults.map((fault, index) => (
            <th key={fault} scope="col" data-first={index === 0} title={about[fault]}>
              <span className={css.fault}>{FAULTS[fault]}</span>
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

interface CellProps extends Pick<MatrixPictureProps, 'place' | 'chosen'> {
  /** undefined: it cannot go wrong in this way. */
  readonly path: Path | undefined;
}

function Cell({ path, place, chosen }: CellProps) {
  if (path === undefined) return null;
  const { step, fault } = path;
  const outcome = outcomeOf(path);
  const search = new URLSearchParams({ step, fault });
  return (
    <Link
      href={`${place}&${search}`}
      className={css.cell}
      data-path={`${step} ${fault}`}
      aria-current={path === chosen ? 'true' : undefined}
      replace
    >
      <OutcomeSign of={outcome} />
      <Unseen>{`${step}, ${FAULTS[fault]}: ${OUTCOMES[outcome]}`}</Unseen>
    </Link>
  );
}
