import { Differences } from '../../parts/differences';
import { differencesOf } from '../../parts/difference';
import { durationText } from '../../parts/text/time-text';
import type { ComparedStep, Difference } from './compared';
import type { StepTrace } from './step-trace';
import css from './compare.module.css';

interface ComparedRowProps {
  readonly step: ComparedStep;
  /** It is the first in which they differ. */
  readonly isFirst: boolean;
  /** It is the first that came out otherwise. */
  readonly isParting: boolean;
}

export function ComparedRow({ step, isFirst, isParting }: ComparedRowProps) {
  const { name, left, right, differences, isSlower } = step;
  return (
    <tr data-first={isFirst || isParting} data-same={differences.length === 0}>
      <th scope="row">
        {name}
        {isFirst && <span className={css.mark}>first difference</span>}
        {isParting && <span className={css.mark}>they part here</span>}
      </th>
      <td>
        <Side trace={left} isSlower={isSlower === 'left'} />
      </td>
      <td>
        <Side trace={right} isSlower={isSlower === 'right'} />
      </td>
      <td>
        {differences.length === 0 ? (
          <small>none</small>
        ) : (
          <small>{differences.map((each) => WORDS[each]).join(', ')}</small>
        )}
        {left !== null && right !== null && (
          <>
            <Part name="in" left={left.input} right={right.input} />
            <Part name="out" left={left.output} right={right.output} />
          </>
        )}
      </td>
    </tr>
  );
}

const WORDS: Readonly<Record<Difference, string>> = {
  there: 'only one has it',
  order: 'another order',
  input: 'another input',
  outcome: 'another outcome',
  attempts: 'another number of attempts',
  output: 'another output',
  error: 'another error',
};

function Side(props: { readonly trace: StepTrace | null; readonly isSlower: boolean }) {
  const { trace, isSlower } = props;
  if (trace === null) return <small>not there</small>;
  const { status, place, attempts, durationMs, error } = trace;
  return (
    <span className={css.trace}>
      <b>{status}</b>
      <small>
        {place === null ? 'not begun' : `${place}.`}
        {attempts > 0 && ` · ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`}
        {durationMs !== null && ` · ${durationText(durationMs)}`}
        {isSlower && <span className={css.mark}>much slower</span>}
      </small>
      {error !== null && (
        <small>
          {error.code}: {error.message}
        </small>
      )}
    </span>
  );
}

function Part(props: { readonly name: string; readonly left: unknown; readonly right: unknown }) {
  const differences = differencesOf(props.left, props.right);
  if (differences.length === 0) return null;
  return (
    <div className={css.part}>
      <small>{props.name}</small>
      <Differences of={differences} label={`${props.name} compared`} />
    </div>
  );
}
