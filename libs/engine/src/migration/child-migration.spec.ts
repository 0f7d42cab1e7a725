import { compile, SagaRun } from '#testing-sagas';
import { checkMigration } from './check-migration.js';

const pack = { name: 'pack', command: 'depot.pack', compensation: 'depot.unpack' };
const label = { name: 'label', command: 'depot.label', compensation: 'none' };
const send = { name: 'send', command: 'depot.send', kind: 'pivot' };
const tell = { name: 'tell', command: 'mail.send', kind: 'retryable' };
const parent = {
  sagaId: '01940000-0000-7000-8000-00000000000a',
  step: 'part',
  iteration: 0,
  root: '01940000-0000-7000-8000-00000000000a',
  depth: 1,
  asked: { direction: 'execute', attempt: 1 },
} as const;

function version(number: number, steps: readonly object[]) {
  return compile({ name: 'ship-parcel', steps }, number);
}

/** Checks a child that began under the first steps and is to continue under the others. */
function checkChild(steps: readonly object[], to: readonly object[]) {
  const { state, definition } = new SagaRun(version(1, steps), {});
  return checkMigration({ ...state, parent }, definition, version(2, to));
}

describe('Migrating the child of another saga', () => {
  it('gives it no point of no return that its parent does not know of', () => {
    expect(checkChild([pack], [pack, send])).toMatchObject({
      fits: false,
      reasons: [{ code: 'CHILD_PIVOT', step: 'send' }],
    });
  });

  it('is as for any other saga while it can be undone', () => {
    expect(checkChild([pack], [pack, label])).toEqual({ fits: true });
  });

  it('may move the point of no return that it has, or take it away', () => {
    expect(checkChild([pack, send], [pack, label, send, tell])).toEqual({ fits: true });
    expect(checkChild([pack, send], [pack, label])).toEqual({ fits: true });
  });
});
