import {
  lockCheck,
  operatorAsks,
  parentAsks,
  refused,
  sagaSpecification,
  started,
  startedAsChild,
  succeeded,
  timePasses,
  undone,
} from '#testing-sagas';

const order = (locks: readonly unknown[], more: object = {}) => ({
  name: 'order',
  locks,
  steps: [{ name: 'book', command: 'desk.book', compensation: 'desk.cancel' }],
  ...more,
});

describe('A saga with semantic locks', () => {
  const given = sagaSpecification(order(['order:${input.id}', 'customer:${input.customer}']));
  const begun = started({ id: 7, customer: 'c' });

  it('sends nothing before it holds all of its `locks`', () => {
    given().when(begun).thenSends().andStatusIs('running');
    given(begun).when(lockCheck('order:7')).thenSends();
    given(begun, lockCheck('order:7'))
      .when(lockCheck('order:7', 'customer:c'))
      .thenSends('desk.book');
  });

  it('begins at once when they are all free', () => {
    const { saga } = given(begun).when(lockCheck('order:7', 'customer:c')).thenSends('desk.book');
    expect(saga.locks.map(({ key, status }) => [key, status])).toEqual([
      ['order:7', 'held'],
      ['customer:c', 'held'],
    ]);
  });

  it('looks again soon, and more and more seldom, in case nobody told it', () => {
    given().when(begun).andNextTimerIsIn(2_000);
    given(begun).when(lockCheck()).thenNothingHappens('nothing-due');
    given(begun, timePasses(1_999)).when(lockCheck()).andNextTimerIsIn(15_000);
  });

  it('waits for a lock that it never gets until its `timeout`, and ends', () => {
    const short = sagaSpecification(order([{ key: 'k', timeout: '1m' }]));
    const { saga } = short(started(), timePasses(60_000))
      .when(lockCheck())
      .thenSends()
      .andStatusIs('compensated');
    expect(saga.error).toMatchObject({ code: 'LOCK_TIMEOUT' });
  });

  it('`onBusy` wait: waits a day where no `timeout` is named, and no longer', () => {
    const day = sagaSpecification(order([{ key: 'k', onBusy: 'wait' }]));
    day(started(), timePasses(86_399_000)).when(lockCheck()).thenSends().andStatusIs('running');
    const { saga } = day(started(), timePasses(86_400_000))
      .when(lockCheck())
      .thenSends()
      .andStatusIs('compensated')
      .andNextTimerIsIn(null);
    expect(saga.error).toMatchObject({ code: 'LOCK_TIMEOUT' });
  });

  it('`onBusy` reject: ends at once when it would have to wait', () => {
    const impatient = sagaSpecification(order([{ key: 'k', onBusy: 'reject' }]));
    const { saga } = impatient(started()).when(lockCheck()).andStatusIs('compensated');
    expect(saga.error).toMatchObject({ code: 'LOCK_BUSY' });
    impatient(started()).when(lockCheck('k')).thenSends('desk.book');
  });

  it('can be cancelled, and taken back by its `deadline`, while it waits', () => {
    given(begun)
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends()
      .andStatusIs('compensated');
    const dated = sagaSpecification(order(['k'], { deadline: '1s' }));
    dated(started()).when(timePasses(1_000)).andStatusIs('compensated');
  });

  it('asks once for a `key` that it names twice, and takes numbers as texts', () => {
    const { saga } = sagaSpecification(order(['${1 + 1}', '2', 'x']))()
      .when(started())
      .andStatusIs('running');
    expect(saga.locks.map(({ key }) => key)).toEqual(['2', 'x']);
  });

  it('cannot begin with a `key` that would be rounded to that of another saga', () => {
    const { saga } = sagaSpecification(order(['${input + 2}']))().when(started(2 ** 53 - 1));
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'EXPRESSION_FAILED' } });
  });

  it.each([[''], ['x'.repeat(201)], [true], [{}]])('cannot begin with the `key` %j', (id) => {
    const { saga } = sagaSpecification(order(['${input}']))().when(started(id));
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'LOCK_KEY_INVALID' } });
  });

  it('goes on without a lock that an operator took away', () => {
    const release = operatorAsks({ name: 'release-lock', key: 'order:7' });
    given(begun).when(release).thenIsRejected('LOCK_NOT_HELD');
    const held = [begun, lockCheck('order:7', 'customer:c')] as const;
    const { saga } = given(...held)
      .when(release)
      .andStatusIs('running');
    expect(saga.locks.map(({ status }) => status)).toEqual(['released', 'held']);
    given(...held, release)
      .when(release)
      .thenIsRejected('LOCK_NOT_HELD');
  });

  it('keeps them while it goes back', () => {
    const held = [begun, lockCheck('order:7', 'customer:c')] as const;
    const back = given(...held)
      .when(refused('book'))
      .andStatusIs('compensating');
    expect(back.saga.locks.map(({ status }) => status)).toEqual(['held', 'held']);
    given(...held, refused('book'))
      .when(undone('book'))
      .andStatusIs('compensated');
  });

  it('asks for none when its parent went back before it began', () => {
    const { saga } = given().when(startedAsChild('compensate')).andStatusIs('compensated');
    expect(saga.locks).toEqual([]);
    const child = sagaSpecification(order(['k']));
    child(startedAsChild()).when(parentAsks('compensate')).andStatusIs('compensated');
  });

  it('is not held up by checks that come later', () => {
    given(begun, lockCheck('order:7', 'customer:c'), succeeded('book'))
      .when(lockCheck())
      .thenNothingHappens('saga-ended');
  });
});
