import {
  compile,
  errored,
  lockCheck,
  operatorAsks,
  refused,
  resendAsked,
  sagaSpecification,
  started,
  startedAsChild,
  succeeded,
  timerOf,
  type Arrival,
} from '#testing-sagas';
import { decide } from '../../decide.js';
import { evolve } from '../../evolve/evolve.js';
import type { Command } from '../../state/decision.js';
import type { SagaEvent } from '../../state/saga-event.js';
import type { HeldLock } from '../../state/saga-input.js';

/* A participant tells a lock's holders apart by the tickets that their commands carry. */

const change = (more: object = {}) => ({
  name: 'change',
  command: 'order.change',
  compensation: 'order.restore',
  ...more,
});
const locking = (steps: readonly object[], more: object = {}) =>
  sagaSpecification({ name: 'change-order', locks: ['${input}', 'truck'], steps, ...more });

const begun = started('order:7');
const held = lockCheck('order:7', 'truck');
const TOKENS = [
  { key: 'order:7', token: 1 },
  { key: 'truck', token: 2 },
];

interface Decided {
  readonly decision: { readonly type: string; readonly commands?: readonly Command[] };
}

function sentBy({ decision }: Decided): readonly Command[] {
  return decision.commands ?? [];
}

describe('The fencing tokens of a saga', () => {
  const given = locking([change()]);

  it('are the tickets of its locks, in the order of the definition', () => {
    given(begun).when(held).thenSends({ command: 'order.change', fencing: TOKENS });
  });

  it('are known from whenever it had each of them', () => {
    given(begun, lockCheck('order:7'))
      .when(lockCheck('order:7', 'truck'))
      .thenSends({ command: 'order.change', fencing: TOKENS });
  });

  it('go with every command, also with one that is tried again and with a compensation', () => {
    const two = locking([change(), change({ name: 'more', command: 'order.more' })]);
    two(begun, held, succeeded('change'), errored('more'))
      .when(timerOf('more'))
      .thenSends({ command: 'order.more', attempt: 2, fencing: TOKENS });
    two(begun, held, succeeded('change'))
      .when(refused('more'))
      .thenSends({ command: 'order.restore', fencing: TOKENS });
  });

  it('go with an inquiry', () => {
    const pivot = locking([{ name: 'change', command: 'order.change', kind: 'pivot' }]);
    pivot(begun, held)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends({ direction: 'inquire', fencing: TOKENS });
  });

  it('stay the same when a command goes out again: the whole of it does', () => {
    const first = sentBy(given(begun).when(held));
    expect(first).toHaveLength(1);
    const again = sentBy(given(begun, held).when(resendAsked()));
    // its timeout begins anew
    expect(again).toEqual(first.map((command) => ({ ...command, dueAt: command.dueAt + 1 })));
  });

  it('stay with a saga whose lock an operator took away', () => {
    const taken: Arrival = operatorAsks({ name: 'release-lock', key: 'order:7' });
    const two = locking([change(), change({ name: 'more', command: 'order.more' })]);
    two(begun, held, taken)
      .when(succeeded('change'))
      .thenSends({ command: 'order.more', fencing: TOKENS });
  });

  it('go along with a routing slip, whose participants hand them on', () => {
    const slip = locking([change(), change({ name: 'more' })], { mode: 'routing-slip' });
    const [command] = sentBy(slip(begun).when(held));
    expect(command).toMatchObject({ fencing: TOKENS, slip: { next: [{ step: 'more' }] } });
  });

  it('are not those of its children, which have locks of their own', () => {
    const parent = locking([{ name: 'part', saga: { definition: 'part' } }]);
    const [command] = sentBy(parent(begun).when(held));
    expect(command).toMatchObject({ child: { definition: 'part' } });
    expect(command).not.toHaveProperty('fencing');
    const child = sagaSpecification({ name: 'part', locks: ['k'], steps: [change()] });
    child(startedAsChild())
      .when(lockCheck('k'))
      .thenSends({ fencing: [{ key: 'k', token: 1 }] });
  });

  it('are not there without locks', () => {
    const free = sagaSpecification({ name: 'free', steps: [change()] });
    expect(sentBy(free().when(begun))[0]).not.toHaveProperty('fencing');
  });

  it('are not there for locks that were had before tickets were written down', () => {
    const definition = compile({ name: 'old', locks: ['k', 'truck'], steps: [change()] });
    const asked = given(begun).when(lockCheck()).saga;
    const begins = (events: readonly SagaEvent[], heldLocks: readonly HeldLock[]) => {
      const at = asked.updatedAt;
      const state = events.reduce((saga, event) => evolve(saga, event, at), asked);
      return sentBy({
        decision: decide(definition, state, { type: 'timer', at, unsent: [], heldLocks }),
      });
    };
    const old = { type: 'locks-acquired', keys: ['order:7'] } as const;
    // the other one was had since
    const [command] = begins([old], [{ key: 'truck', ticket: 9 }]);
    expect(command).toMatchObject({ fencing: [{ key: 'truck', token: 9 }] });
    const { saga } = given(begun, held).when(resendAsked());
    const locks = saga.locks.map(({ ticket: _, ...lock }) => lock);
    const resend = { type: 'resend', at: saga.updatedAt } as const;
    const [again] = sentBy({ decision: decide(definition, { ...saga, locks }, resend) });
    expect(again).toMatchObject({ command: 'order.change' });
    expect(again).not.toHaveProperty('fencing');
  });
});
