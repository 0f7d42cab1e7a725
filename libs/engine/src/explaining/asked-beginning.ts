import type { CommandStep } from '#definition';
import type { JsonValue } from '#protocol';
import { nameOfIteration, variablesOf, variablesOfRound } from '../state/iterations.js';
import { stepOf } from '../state/saga-state.js';
import type { Asked, StepMoment } from './moment.js';

/** Iterations whose inputs are explained, of those that one event opens. */
const INPUTS_MAX = 5;

/** The condition of a step that begins, or is skipped. */
export function askedWhen({ step, written }: StepMoment, expected?: boolean): readonly Asked[] {
  if (step.when === null) return [];
  const part = written.inStep(step.name, 'when');
  return [
    { part, step: step.name, map: step.when, ...(expected === undefined ? {} : { expected }) },
  ];
}

/** What a step evaluates as it begins, after its condition. Without what the event says of it. */
export function askedAction(moment: StepMoment): readonly Asked[] {
  const { step, written } = moment;
  const of = { step: step.name };
  const at = (...keys: readonly string[]) => written.inStep(step.name, ...keys);
  switch (step.type) {
    case 'command':
      return askedCommand(moment, step);
    case 'wait':
      if (typeof step.timeout === 'number') return [];
      return [{ ...of, part: at('wait', 'timeout'), map: step.timeout }];
    case 'event': {
      const key = { ...of, part: at('wait', 'key'), map: step.key };
      if (typeof step.timeout === 'number') return [key];
      return [key, { ...of, part: at('wait', 'timeout'), map: step.timeout }];
    }
    case 'delay':
      return typeof step.delay === 'number' ? [] : [{ ...of, part: at('delay'), map: step.delay }];
    case 'publish':
      return [{ ...of, part: at('publish', 'data'), map: step.data }];
    case 'fail':
      return step.message === null
        ? []
        : [{ ...of, part: at('fail', 'message'), map: step.message }];
    case 'end':
      return [{ ...of, part: at('end', 'output'), map: step.output }];
  }
}

function askedCommand(moment: StepMoment, step: CommandStep): readonly Asked[] {
  const { written, event } = moment;
  if (step.iterationOf !== null) return [];
  const input = { part: written.inStep(step.name, 'input'), step: step.name, map: step.input };
  if (step.loop === null) return [{ ...input, ...expectedData(moment) }];
  if (step.loop.type === 'repeat') return [askedRound(moment, step)];
  const part = written.inStep(step.name, 'forEach', 'items');
  const items: Asked = { part, step: step.name, map: step.loop.items };
  if (event.type === 'step-succeeded') return [{ ...items, expected: [] }];
  if (event.type !== 'iterations-opened') return [items];
  const opened = event.items.slice(0, INPUTS_MAX).map(({ item, data }, index): Asked => ({
    ...input,
    step: nameOfIteration(step.name, index),
    variables: ofItem(moment, item, index),
    expected: data,
  }));
  return [{ ...items, expected: event.items.map(({ item }) => item) }, ...opened];
}

/** The input of a round of a `repeat`. */
export function askedRound(moment: StepMoment, step: CommandStep): Asked {
  const { written, state, event, own } = moment;
  const [previous = null, iteration = 0] = variablesOfRound(state, step.name, own.opened);
  const [opened] = event.type === 'iterations-opened' ? event.items : [];
  return {
    part: written.inStep(step.name, 'input'),
    step: nameOfIteration(step.name, own.opened),
    map: step.input,
    variables: [
      ['previous', previous],
      ['iteration', iteration],
    ],
    ...(opened === undefined ? {} : { expected: opened.data }),
  };
}

/** What the command of a compensation carries, if it has an input of its own. */
export function askedUndo(moment: StepMoment): readonly Asked[] {
  const { step, written, state, event } = moment;
  if (step.type === 'publish') {
    const map = step.compensation?.data;
    const part = written.inStep(step.name, 'compensation', 'publish', 'data');
    return map ? [{ part, step: step.name, map, ...expectedData(moment) }] : [];
  }
  if (step.type !== 'command' || !step.compensation?.input) return [];
  const [first = null, second = null] = variablesOf(state, step);
  const part = written.inStep(step.name, 'compensation', 'input');
  const asked = { part, step: step.name, map: step.compensation.input };
  if (step.iterationOf === null || event.type === 'event-published') return [asked];
  const variables: Asked['variables'] =
    step.iterationOf.loop === 'forEach'
      ? ofItem(moment, first, step.iterationOf.index)
      : [
          ['previous', first],
          ['iteration', second],
        ];
  return [{ ...asked, variables }];
}

function ofItem({ written, step }: StepMoment, item: JsonValue, index: number): Asked['variables'] {
  const as = written.inStep(step.name, 'forEach', 'as')?.source;
  return [
    [typeof as === 'string' ? as : 'item', item],
    ['index', index],
  ];
}

function expectedData({ event }: StepMoment): { readonly expected?: JsonValue } {
  return 'data' in event && event.data !== undefined ? { expected: event.data } : {};
}

/** The condition of a `repeat` after its latest round. null: that round has not succeeded. */
export function askedUntil(moment: StepMoment, expected?: boolean): Asked | null {
  const { step, written, state, own } = moment;
  if (step.type !== 'command' || step.loop?.type !== 'repeat' || own.opened === 0) return null;
  const last = stepOf(state, nameOfIteration(step.name, own.opened - 1));
  if (last.status !== 'succeeded') return null;
  const { until, signals } = step.loop;
  const newest = signals.map((name) => {
    const found = state.signals.findLast((each) => each.name === name && each.takenBy === null);
    return [name, found === undefined ? null : (found.payload ?? {})] as const;
  });
  return {
    part: written.inStep(step.name, 'repeat', 'until'),
    step: step.name,
    map: until,
    variables: [
      ['output', last.output],
      ['iteration', own.opened - 1],
      ['signals', Object.fromEntries(newest)],
    ],
    ...(expected === undefined ? {} : { expected }),
  };
}
