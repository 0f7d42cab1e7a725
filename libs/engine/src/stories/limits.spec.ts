import type { JsonValue } from '#protocol';
import type { ParentRef } from '../state/saga-state.js';
import type { StartInput } from '../state/saga-input.js';
import {
  operatorAsks,
  sagaSpecification,
  signalled,
  started,
  startedAsChild,
  succeeded,
  timePasses,
  undone,
  type Arrival,
} from '#testing-sagas';

const ACT = { name: 'act', command: 'shop.act', compensation: 'none' };

describe('What a saga keeps has a limit', () => {
  it('the `input` of all iterations of a `forEach`: 4 MiB', () => {
    const each = { ...ACT, forEach: { items: '${input.items}' }, input: '${input.text}' };
    const given = sagaSpecification({ name: 'sale', steps: [each] });
    const text = 'x'.repeat(64 * 1024 - 2);
    const items = (count: number) => Array.from({ length: count }, () => 0);
    given()
      .when(started({ items: items(64), text }))
      .andStepIs('act', 'iterating');
    const { saga } = given()
      .when(started({ items: items(65), text }))
      .thenSends()
      .andStatusIs('compensated');
    expect(saga.error?.code).toBe('MAPPED_VALUE_TOO_LARGE');
  });

  const MIB = 'x'.repeat(1024 * 1024 - 2);
  const outputs = (kinds: readonly string[]) =>
    sagaSpecification({
      name: 'sale',
      steps: kinds.map((kind, index) => {
        const undo = kind === 'compensatable' ? { compensation: 'shop.undo' } : {};
        return { name: `act${index}`, command: 'shop.act', kind, ...undo };
      }),
    });
  const come = (count: number) =>
    Array.from({ length: count }, (_, index) => succeeded(`act${index}`, MIB));

  it('outputs: 4 MiB together; before the pivot the saga is taken back', () => {
    const given = outputs(Array.from({ length: 6 }, () => 'compensatable'));
    given(started(), ...come(3))
      .when(succeeded('act3', MIB))
      .andStatusIs('running');
    const { saga } = given(started(), ...come(4))
      .when(succeeded('act4', 'x'))
      .thenSends('shop.undo')
      .andStatusIs('compensating');
    expect(saga.error?.code).toBe('OUTPUTS_TOO_LARGE');
  });

  it('outputs: the pivot, and what follows it, needs a person', () => {
    const given = outputs([
      ...Array.from({ length: 4 }, () => 'compensatable'),
      'pivot',
      'retryable',
    ]);
    given(started(), ...come(4))
      .when(succeeded('act4', 'x'))
      .thenSends()
      .andStepIs('act4', 'stuck');
    given(started(), ...come(4), succeeded('act4', 'x'))
      .when(operatorAsks({ name: 'settle', step: 'act4', result: 'succeeded' }))
      .thenSends('shop.act')
      .andStatusIs('running');
  });

  const waits = (...signals: readonly string[]) =>
    sagaSpecification({
      name: 'sale',
      steps: [
        ACT,
        ...signals.map((signal, at) => ({ name: `wait${at}`, wait: { signal } })),
        { name: 'rest', delay: '1d' },
      ],
    });

  it('signals: a thousand, taken or not; a hundred of a name that nobody took yet', () => {
    const names = Array.from({ length: 11 }, (_, at) => `go${at}`);
    const given = waits(...names);
    const hundred = (name: string) =>
      Array.from({ length: 100 }, (_, at) => signalled(name, at, `${name}-${at}`));
    given(started(), ...hundred('go0'))
      .when(signalled('go0', 0, 'one-more'))
      .thenIsRejected('TOO_MANY_SIGNALS');
    const thousand = names.slice(0, 10).flatMap(hundred);
    given(started(), ...thousand)
      .when(signalled('go10', 0, 'one-more'))
      .thenIsRejected('TOO_MANY_SIGNALS');
    given(started(), ...thousand)
      .when(succeeded('act'))
      .andStepIs('wait9', 'succeeded');
  });

  it('signals that steps have taken: with the outputs 4 MiB, and no more are let in', () => {
    const given = waits('a', 'b', 'c', 'd', 'e');
    const taken = ['a', 'b', 'c'].map((name) => signalled(name, MIB));
    const begun = [started(), succeeded('act'), ...taken] as const;
    given(...begun)
      .when(signalled('d', MIB.slice(2)))
      .andStepIs('wait3', 'succeeded');
    given(...begun)
      .when(signalled('d', MIB))
      .thenIsRejected('SAGA_FULL');
  });

  it('what a person gives: likewise', () => {
    const given = waits('a', 'b', 'c', 'd', 'e');
    const taken = ['a', 'b', 'c', 'd'].map((name) => signalled(name, MIB.slice(2)));
    given(started(), succeeded('act'), ...taken)
      .when(operatorAsks({ name: 'skip', step: 'wait4', output: 'x'.repeat(10) }))
      .thenIsRejected('SAGA_FULL');
  });

  it('all of it, the inputs of its steps included: 8 MiB; then it is taken back', () => {
    const step = (at: number) => ({ ...ACT, name: `act${at}`, input: '${input.text}' });
    const given = sagaSpecification({
      name: 'sale',
      steps: Array.from({ length: 9 }, (_, at) => step(at)),
    });
    const text = 'x'.repeat(1000 * 1000);
    const done = Array.from({ length: 6 }, (_, at) => succeeded(`act${at}`));
    given(started({ text }), ...done)
      .when(timePasses(1))
      .andStatusIs('running');
    const { saga } = given(started({ text }), ...done)
      .when(succeeded('act6'))
      .andStepIs('act7', 'failed');
    expect(saga.error?.code).toBe('MAPPED_VALUE_TOO_LARGE');
  });

  it('of a child saga: its share of what its family may keep', () => {
    const each = { ...ACT, forEach: { items: '${input.items}' }, input: '${input.text}' };
    const given = sagaSpecification({ name: 'sale', steps: [each] });
    const child = (keepsMax: number) => startedWithShare(keepsMax, { items: [1, 2], text: 'x' });
    given().when(child(100)).andStepIs('act', 'iterating');
    const { saga } = given().when(child(30)).andStatusIs('compensated');
    expect(saga.error?.code).toBe('BUDGET_EXCEEDED');
  });

  it('less, once what it kept is undone and dropped', () => {
    const each = { ...ACT, compensation: 'shop.undo', input: '${input.text}' };
    const given = sagaSpecification({ name: 'sale', steps: [each, { ...ACT, name: 'next' }] });
    const begun = [started({ text: 'x' }), succeeded('act', MIB)] as const;
    const { saga: before } = given(...begun)
      .when(timePasses(1))
      .andStatusIs('running');
    const { saga: after } = given(
      ...begun,
      operatorAsks({ name: 'compensate', toStep: 'act' }),
      undone('next'),
    )
      .when(undone('act'))
      .andStatusIs('running');
    expect(before.kept.came).toBe(MIB.length + 2);
    expect(after.kept.came).toBe(0);
  });
});

function startedWithShare(keepsMax: number, input: JsonValue): Arrival {
  const child = startedAsChild();
  return (given) => {
    const start = child(given) as StartInput & { readonly parent: ParentRef };
    return { ...start, input, parent: { ...start.parent, keepsMax } };
  };
}
