import { useEffect, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import button from '../../../parts/button.module.css';
import { Card } from '../../../parts/card';
import { Facts, type Fact } from '../../../parts/facts';
import { JsonView } from '../../../parts/json-view';
import { useParam } from '../../../url/use-param';
import { ErrorText } from '../events/error-text';
import { exchangesOf } from '../history/exchanges';
import type { History } from '../history/use-history';
import { Masked } from '../masked';
import type { Saga } from '../use-saga';
import { Exchanges } from './exchanges';
import css from './step-panel.module.css';

type Step = Saga['steps'][number];

interface StepPanelProps {
  readonly saga: Saga;
  readonly history: History;
}

/** Everything of the step in the address; nothing when there is none. */
export function StepPanel({ saga, history }: StepPanelProps) {
  const { value: name, hrefOf } = useParam('step');
  const step = name === null ? undefined : findStep(saga.steps, name);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (name !== null) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [name]);
  if (name === null) return null;
  const close = (
    <Link className={button.button} href={hrefOf(null)} replace>
      Close
    </Link>
  );
  return (
    <div ref={panel}>
      <Card title={`Step ${name}`} aside={close}>
        {step === undefined ? (
          <p className={css.none}>The saga has no such step.</p>
        ) : (
          <StepFacts saga={saga} step={step} history={history} />
        )}
      </Card>
    </div>
  );
}

/** Also among the iterations of loops. */
function findStep(steps: readonly Step[], name: string): Step | undefined {
  return [...steps, ...steps.flatMap(({ iterations }) => iterations)].find(
    (each) => each.name === name,
  );
}

function StepFacts({ saga, step, history }: StepPanelProps & { readonly step: Step }) {
  const { name, status, attempts, error, output, iterations } = step;
  const { happenings, hasMore } = history;
  const exchanges = useMemo(
    () => exchangesOf(happenings).filter((each) => each.step === name),
    [happenings, name],
  );
  const input = exchanges.findLast(({ data }) => data !== undefined)?.data;
  const children = saga.children.filter((child) => child.step === name);
  const facts: readonly Fact[] = [
    ['Status', status],
    ['Attempts', attemptsText(attempts)],
    ['Error', error === null ? null : <ErrorText {...error} />],
    ['Input', input === undefined ? null : <Payload value={input} label={`Input of ${name}`} />],
    ['Output', output === null ? null : <Payload value={output} label={`Output of ${name}`} />],
    [
      'Child',
      children.length === 0
        ? null
        : children.map(({ id, status: now, definition }) => (
            <p key={id}>
              <Link className={css.link} href={`/sagas/${id}`}>
                {definition.name} <code>{id}</code>
              </Link>{' '}
              · {now}
            </p>
          )),
    ],
  ];
  return (
    <>
      <Facts facts={facts} />
      {iterations.length > 0 && <Iterations of={iterations} />}
      <Exchanges of={exchanges} isPart={hasMore} />
    </>
  );
}

function Payload({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <>
      <JsonView value={value} label={label} />
      <Masked value={value} />
    </>
  );
}

function attemptsText({ execute, compensate, inquire }: Step['attempts']): string {
  const parts = [
    [execute, 'to execute'],
    [compensate, 'to undo'],
    [inquire, 'to ask what became of it'],
  ] as const;
  const made = parts.filter(([count]) => count > 0);
  return made.map(([count, what]) => `${count} ${what}`).join(', ') || 'none';
}

const ITERATIONS_MAX = 60;

function Iterations({ of: iterations }: { readonly of: readonly Step[] }) {
  const { hrefOf } = useParam('step');
  const shown = iterations.slice(0, ITERATIONS_MAX);
  return (
    <div className={css.iterations}>
      <h3>{iterations.length} iterations</h3>
      <ul>
        {shown.map(({ name, status }) => (
          <li key={name}>
            <Link className={css.link} href={hrefOf(name)} replace>
              {name}
            </Link>{' '}
            {status}
          </li>
        ))}
        {iterations.length > shown.length && <li>and {iterations.length - shown.length} more</li>}
      </ul>
    </div>
  );
}
