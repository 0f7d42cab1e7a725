import { useState } from 'react';
import { Link } from 'wouter';
import { Card } from '../../parts/card';
import { ScrollBox } from '../../parts/scroll/scroll-box';
import button from '../../parts/button.module.css';
import { Status } from '../../parts/status';
import { When } from '../../parts/when';
import { durationText } from '../../parts/text/time-text';
import { compare, firstOf, type ComparedStep } from './compared';
import { ComparedRow } from './compared-row';
import type { Side } from './use-compared';
import { differencesOf } from '../../parts/difference';
import { Differences } from '../../parts/differences';
import css from './compare.module.css';

/** Steps that are shown at first; a loop may have a thousand. */
const SHOWN = 100;

/** Two sagas, and where they first differ. */
export function Compared({ left, right }: { readonly left: Side; readonly right: Side }) {
  const [shown, show] = useState(SHOWN);
  const steps = compare(left.traces, right.traces);
  const first = firstOf(steps);
  const inputs = differencesOf(left.saga.input, right.saga.input);
  return (
    <>
      <p className={css.told} role="status">
        {toldText(steps, inputs.length > 0)}
      </p>
      <div className={css.two}>
        <SideCard title="Left" side={left} />
        <SideCard title="Right" side={right} />
      </div>
      <Card title="Input" aside={inputs.length === 0 ? 'the same' : 'left → right'}>
        {inputs.length > 0 && (
          <div className={css.inputs}>
            <Differences of={inputs} label="Inputs compared" />
          </div>
        )}
      </Card>
      <Card title="Steps" aside="in the order in which the left saga began them">
        <ScrollBox className={css.scroll} label="Steps compared">
          <table className={css.table}>
            <thead>
              <tr>
                <th>Step</th>
                <th>Left</th>
                <th>Right</th>
                <th>Differences</th>
              </tr>
            </thead>
            <tbody>
              {steps.slice(0, shown).map((step) => (
                <ComparedRow
                  key={step.name}
                  step={step}
                  isFirst={step === first.difference}
                  isParting={step === first.outcome}
                />
              ))}
            </tbody>
          </table>
        </ScrollBox>
        {steps.length > shown && (
          <button type="button" className={button.button} onClick={() => show(shown + SHOWN)}>
            {steps.length - shown} more
          </button>
        )}
      </Card>
    </>
  );
}

/** Where they part, in a sentence. */
function toldText(steps: readonly ComparedStep[], isInputOther: boolean): string {
  const { difference, outcome } = firstOf(steps);
  if (difference === null) {
    return isInputOther
      ? 'Only their inputs differ: all steps went the same way.'
      : 'They went the same way: inputs, outputs, outcomes and order are the same.';
  }
  const first = isInputOther
    ? `Their inputs differ, and of the steps ${difference.name} is the first that does`
    : `They first differ at ${difference.name}`;
  if (outcome === null) return `${first}; every step has the same outcome.`;
  const [one, other] = [outcome.left, outcome.right].map((side) => side?.status ?? 'not there');
  return `${first}; they part at ${outcome.name}: ${one} on the left, ${other} on the right.`;
}

function SideCard({ title, side }: { readonly title: string; readonly side: Side }) {
  const { id, key, status, definition, startedAt, endedAt, error } = side.saga;
  const tookMs = endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
  return (
    <Card title={title} aside={`${definition.name} v${definition.version}`}>
      <div className={css.side}>
        <span className={css.line}>
          <Link href={`/sagas/${id}`}>
            <b>{key ?? id}</b>
          </Link>
          <Status of={status} />
        </span>
        <small>
          started <When at={startedAt} />
          {tookMs !== null && ` · took ${durationText(tookMs)}`} · <code>{id}</code>
        </small>
        {error !== null && (
          <small>
            {error.code}: {error.message}
          </small>
        )}
        {side.isCut && <small>Its history is long: only the beginning of it is compared.</small>}
      </div>
    </Card>
  );
}
