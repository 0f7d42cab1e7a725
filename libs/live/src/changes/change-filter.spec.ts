import { parseFilter, type MatchedSaga } from '#filters';
import { change } from '../feed/memory-change-log.fixture.js';
import { CHANGE_FILTERS, matchOf, unheardIn } from './change-filter.js';

const ID = '01900000-0000-7000-8000-00000000000a';
const NOW = change({
  sagaId: ID,
  definition: { name: 'order', version: 3 },
  key: 'o-1',
  statusBefore: 'stuck',
  status: 'running',
  kinds: ['saga-resumed', 'command-issued'],
}).saga;
const AFTER: MatchedSaga = {
  ...NOW,
  activeSteps: ['ship'],
  participants: ['shipping'],
  waiting: 'executing',
  attempts: 4,
};
const BEFORE: MatchedSaga = {
  ...AFTER,
  status: 'stuck',
  activeSteps: ['pay'],
  participants: ['bank'],
  waiting: 'stuck',
  attempts: 3,
  error: { code: 'NO_FUNDS', message: 'nothing is left' },
};
const parts = {
  sagaId: ID,
  definition: { name: 'order', version: 3 },
  key: 'o-1',
  statusBefore: 'stuck',
  status: 'running',
  kinds: ['saga-resumed', 'command-issued'],
  saga: AFTER,
} as const;
const CHANGE = change({ ...parts, sagaBefore: BEFORE });
/** Told by the log, which does not know how it was. */
const LOGGED = change(parts);

function read(text: string) {
  const { filter } = parseFilter(text);
  if (filter === null) throw new Error(`${text} is no filter`);
  return filter;
}

const match = (text: string, of = CHANGE) => matchOf(of, { saga: read(text) });

describe('A filter of changes', () => {
  it.each([
    ...['', 'status=running', 'status=!stuck', 'definition=order,other', 'key=o-1', `id=${ID}`],
    ...['version=3', 'version=>=3,<5', 'version=<=3', 'version=>2', 'version=!4'],
    ...['step=ship', 'participant=shipping', 'waiting=executing', 'attempts=4', 'error=!NO_FUNDS'],
    ...['q=O-1', 'from=1970-01-01', 'to=1970-01-02', 'step=ship,pay&attempts=>3'],
  ])('given "%s", when a change of it comes, then it matches', (text) => {
    expect([match(text), match(text, LOGGED)]).toEqual(['now', 'now']);
  });

  it.each([
    ...['status=stuck', 'status=!running', 'step=pay', 'participant=bank', 'waiting=stuck'],
    ...['attempts=<4', 'error=NO_FUNDS', 'q=nothing', 'step=pay&error=NO_FUNDS&status=stuck'],
  ])('given "%s", when a saga leaves it, then that is told, too', (text) => {
    expect([match(text), match(text, LOGGED)]).toEqual(['before', 'before']);
  });

  it.each([
    ...['status=completed', 'status=!running,stuck', 'definition=!order', 'definition=ord'],
    ...['key=o-2', 'id=01900000-0000-7000-8000-00000000000b', 'to=1970-01-01', 'from=1970-01-02'],
  ])('given "%s", when a change of another comes, then it is not told', (text) => {
    expect([match(text), match(text, LOGGED)]).toEqual([null, null]);
  });

  it.each([
    ...['step=book', 'participant=hotel', 'waiting=lock', 'attempts=>4', 'error=OTHER', 'q=else'],
    ...['version=4', 'version=>3', 'version=<3', 'version=>=4', 'version=!3'],
  ])('given "%s", when it is not known how it was, then it may have been so', (text) => {
    expect([match(text), match(text, LOGGED)]).toEqual([null, 'before']);
  });

  it('given a saga that begins, when it does not match, then it never did', () => {
    const begun = change({ ...parts, statusBefore: null, sagaBefore: null });
    expect([match('step=pay', begun), match('step=ship', begun)]).toEqual([null, 'now']);
  });

  it('given kinds, when one of them is among those of the change, then it is told', () => {
    const saga = read('');
    const kinds = ['saga-stuck', 'saga-resumed'];
    expect(matchOf(CHANGE, { saga, kinds })).toBe('now');
    expect(matchOf(CHANGE, { saga, kinds: ['saga-stuck'] })).toBeNull();
  });

  it('given a listener that may see other definitions, then it is not told', () => {
    const told = (text: string, visible: readonly string[]) =>
      matchOf(CHANGE, { saga: read(text), visible });
    expect([told('', ['order']), told('', [])]).toEqual(['now', null]);
    expect(told('definition=order', ['payment'])).toBeNull();
  });

  it('given what no change tells, then it is named', () => {
    const group = 'failure=0f3a9c5d21b7e684';
    const faults = unheardIn(read(`age=>1h&unchanged=>10m&${group}&waiting=no-consumer,stuck`));
    expect(faults.map(({ where, rule }) => [where, rule])).toEqual([
      ['age', 'unheard'],
      ['unchanged', 'unheard'],
      ['failure', 'unheard'],
      ['waiting', 'unheard'],
    ]);
    expect(faults[3]?.message).toContain('a saga comes to no-consumer while nothing happens');
    expect(unheardIn(read('waiting=stuck&step=pay'))).toEqual([]);
    expect(CHANGE_FILTERS).not.toContain('age');
  });
});
