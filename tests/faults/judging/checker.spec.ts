import { check } from './checker.js';
import type { SagaRow } from './evidence.js';
import { SampleRun } from './evidence.fixture.js';

const ALL_THREE = ['stock first', 'payment second', 'shipping third'];

let run: SampleRun;

beforeEach(() => {
  run = new SampleRun();
});

function completed(): SagaRow {
  const saga = run.saga('default-retry', 'completed');
  run.did(saga, ...ALL_THREE);
  return saga;
}

function refusedAtThird(): SagaRow {
  const saga = run.saga('default-retry', 'compensated', { refuseAt: 'third' });
  run.did(saga, 'stock first', 'payment second');
  return saga;
}

/** Rules that were broken, once each. */
function broken(): readonly string[] {
  return [...new Set(check(run.evidence()).violations.map(({ rule }) => rule))].sort();
}

/** What a row of the evidence says instead. */
function spoil<Row extends object>(rows: Row[], place: number, change: Partial<Row>): void {
  rows[place] = { ...(rows[place] as Row), ...change };
}

describe('The checker finds nothing in a run', () => {
  it('whose sagas completed with every effect once, or went back as their data says', () => {
    completed();
    run.undid(refusedAtThird(), 'payment second', 'stock first');
    expect(broken()).toEqual([]);
  });

  it('with branches in any order, a loop with a refused item, and turns at a lock', () => {
    const branches = run.saga('parallel', 'completed');
    run.did(branches, 'stock open', 'shipping right', 'stock middle', 'payment left');
    run.did(branches, 'payment close');
    const loop = run.saga('each-line', 'compensated', { refuseAt: 'lines' });
    run.did(loop, 'stock lines 1', 'stock lines 0');
    run.undid(loop, 'stock lines 0', 'stock lines 1');
    for (const saga of [run.saga('locked', 'completed'), run.saga('locked', 'completed')]) {
      run.did(saga, 'stock take', 'shipping book');
    }
    expect(broken()).toEqual([]);
  });

  it('with a family that completed, and one that went back together', () => {
    const parent = run.saga('with-child', 'completed');
    run.did(parent, 'payment pay');
    for (const child of [1, 2].map(() => run.child(parent, 'parcel', 'completed'))) {
      run.did(child, 'stock pack', 'shipping label');
    }
    run.did(parent, 'stock confirm');
    const refused = run.saga('with-child', 'compensated', { refuseAt: 'label' });
    const child = run.child(refused, 'parcel', 'compensated');
    run.did(refused, 'payment pay');
    run.did(child, 'stock pack');
    run.undid(child, 'stock pack');
    run.undid(refused, 'payment pay');
    expect(broken()).toEqual([]);
  });
});

describe('The checker finds an effect', () => {
  it('that happened twice', () => {
    run.did(completed(), 'payment second');
    expect(broken()).toEqual(['done-out-of-order', 'effect-doubled']);
  });

  it('that a completed saga lost', () => {
    completed();
    run.ledger.pop();
    expect(broken()).toEqual(['effect-lost']);
  });

  it('of one item of a loop that was lost', () => {
    const saga = run.saga('each-line', 'completed');
    run.did(saga, 'stock lines 0', 'stock lines 1', 'stock lines 3', 'payment pay');
    expect(broken()).toEqual(['effect-lost']);
  });

  it('that was undone, and the saga completed', () => {
    run.undid(completed(), 'shipping third');
    expect(broken()).toEqual(['undone-though-completed']);
  });

  it('that is left over after a compensation', () => {
    run.undid(refusedAtThird(), 'payment second');
    expect(broken()).toEqual(['left-over']);
  });

  it('that was undone twice', () => {
    run.undid(refusedAtThird(), 'payment second', 'stock first', 'stock first');
    expect(broken()).toEqual(['undo-doubled']);
  });

  it('that was undone and never done', () => {
    run.undid(refusedAtThird(), 'shipping third', 'payment second', 'stock first');
    expect(broken()).toEqual(['undone-for-nothing']);
  });

  it('that was refused and done all the same', () => {
    const saga = refusedAtThird();
    run.did(saga, 'shipping third');
    run.undid(saga, 'shipping third', 'payment second', 'stock first');
    expect(broken()).toEqual(['refused-but-done']);
  });

  it('that came before its turn, or was undone before it', () => {
    const early = run.saga('default-retry', 'completed');
    run.did(early, 'payment second', 'stock first', 'shipping third');
    run.undid(refusedAtThird(), 'stock first', 'payment second');
    expect(broken()).toEqual(['done-out-of-order', 'undone-out-of-order']);
  });

  it('that belongs to no such saga, or to no saga at all', () => {
    run.did(completed(), 'stock third');
    run.did({ ...completed(), id: 'nobody' }, 'stock first');
    expect(broken()).toEqual(['effect-of-nobody', 'effect-unexpected']);
  });

  it('beside that of another saga that holds the same lock', () => {
    const [first, second] = [run.saga('locked', 'completed'), run.saga('locked', 'completed')];
    run.did(first, 'stock take');
    run.did(second, 'stock take', 'shipping book');
    run.did(first, 'shipping book');
    expect(broken()).toEqual(['lock-shared']);
  });
});

describe('The checker finds a saga', () => {
  it('that was acknowledged and is not there', () => {
    completed();
    run.sagas.pop();
    run.ledger.length = 0;
    expect(broken()).toEqual(['start-lost']);
  });

  it('that was started twice for one wish', () => {
    const saga = completed();
    run.sagas.push({ ...saga, id: 'another' });
    run.did({ ...saga, id: 'another' }, ...ALL_THREE);
    expect(broken()).toEqual(['started-twice']);
  });

  it('that nobody acknowledged to the end, or that was refused', () => {
    completed();
    completed();
    spoil(run.starts, 0, { sagaId: null, acknowledgedAt: null });
    spoil(run.starts, 1, { refusedWith: '400 no such definition' });
    expect(broken()).toEqual(['start-refused', 'start-unanswered']);
  });

  it.each([
    ['running', 'never-ended'],
    ['compensating', 'never-ended'],
    ['abandoned', 'never-ended'],
    ['stuck', 'stuck'],
  ])('that is %s at the end', (status, rule) => {
    run.saga('default-retry', status);
    expect(broken()).toEqual([rule]);
  });

  it('that completed though its data was to be refused', () => {
    completed();
    spoil(run.starts, 0, { input: { workMs: 1, refuseAt: 'third', shelf: 1 } });
    expect(broken()).toEqual(['refusal-ignored']);
  });

  it('whose history has a hole', () => {
    completed();
    spoil(run.sagas, 0, { entries: 4 });
    expect(broken()).toEqual(['history-torn']);
  });

  it('whose child ended in another way, or is missing', () => {
    const parent = run.saga('with-child', 'completed');
    run.did(parent, 'payment pay', 'stock confirm');
    run.child(parent, 'parcel', 'compensated');
    expect(broken()).toEqual(['child-astray']);
  });
});

describe('A saga that went back though nothing was refused', () => {
  function wentBack(outcome = 'unknown'): SagaRow {
    const saga = run.saga('one-attempt', 'compensated');
    run.did(saga, 'stock first');
    run.undid(saga, 'stock first');
    run.gaveUp(saga, 'second', outcome);
    return saga;
  }

  it.each(['broker-stop', 'pg-freeze', 'conductor-pause'] as const)(
    'is a violation after %s',
    (name) => {
      wentBack();
      run.fault(name, name === 'conductor-pause' ? 'conductor-1' : '-');
      expect(broken()).toEqual(['went-back']);
    },
  );

  it('is a violation without any fault, and says when the step was given up on', () => {
    const { createdAt } = wentBack();
    const [found] = check(run.evidence()).violations;
    expect(found?.rule).toBe('went-back');
    expect(found?.from).toBeGreaterThan(createdAt);
    expect(found?.to).toBeGreaterThan(found?.from ?? 0);
  });

  it('is excused when the participant of the step, and it alone, was away', () => {
    const { id } = wentBack();
    run.fault('participant-pause', 'payment');
    expect(check(run.evidence())).toMatchObject({ violations: [], excused: [{ sagaId: id }] });
  });

  it.each([
    ['another participant was away', 'participant-pause', 'stock'],
    ['its link was slow, and not away', 'broker-link-delay', 'payment'],
    ['all links were broken', 'broker-link-freeze', 'all'],
  ] as const)('is not excused when %s', (_, name, target) => {
    wentBack();
    run.fault(name, target);
    expect(broken()).toEqual(['went-back']);
  });

  it('is not excused when the participant said that it failed, instead of nothing', () => {
    wentBack('errored');
    run.fault('pg-link-cut', 'payment');
    expect(broken()).toEqual(['went-back']);
  });
});

describe('The checker finds what is left lying about', () => {
  it.each(['outbox', 'locks', 'inboxOpen'])('in %s', (where) => {
    run.leftovers = { ...run.leftovers, [where]: 1 };
    expect(broken()).toEqual(['left-behind']);
  });

  it('in a queue, or among the dead messages', () => {
    const deadMessages = [{ at: run.now(), reason: 'BAD_SIGNATURE', detail: 'forged' }];
    run.leftovers = { ...run.leftovers, deadMessages, queues: [{ name: 'replies', messages: 3 }] };
    expect(broken()).toEqual(['dead-message', 'left-behind']);
  });

  it('and a process that ended by itself', () => {
    run.deaths = [{ process: 'stock', at: run.now(), how: 'exit 1' }];
    expect(broken()).toEqual(['process-died']);
  });
});
