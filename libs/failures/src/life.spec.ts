import {
  ACTS_OF,
  NEW,
  act,
  isTold,
  lifeBy,
  type GroupFacts,
  type Life,
  type LifeAct,
} from './life.js';

const AT = 1_000_000;
const FACTS: GroupFacts = { now: AT, sagas: 10, failed: [{ version: 3, at: AT - 1 }] };
const MUTE: LifeAct = { name: 'mute', until: AT + 60_000, sagas: 5 };
const ACTS: readonly LifeAct[] = [
  { name: 'acknowledge', owner: 'ann', note: 'a ticket' },
  MUTE,
  { name: 'resolve', inVersion: 4, note: null },
  { name: 'reopen' },
];

function after(life: Life, ...names: readonly LifeAct['name'][]): Life {
  return names.reduce((now, name) => {
    const what = ACTS.find((each) => each.name === name);
    const next = what ? act(now, what, 'ann', FACTS) : null;
    if (next === null) throw new Error(`${now.status} does not allow ${name}`);
    return next;
  }, life);
}

const LIVES: readonly Life[] = [
  NEW,
  after(NEW, 'acknowledge'),
  after(NEW, 'mute'),
  after(NEW, 'resolve'),
  lifeBy(after(NEW, 'resolve'), { ...FACTS, failed: [{ version: 4, at: AT + 1 }] }),
];

describe('The life of a group', () => {
  it('given each status and each act, then it is allowed as the table says', () => {
    expect(LIVES.map(({ status }) => status)).toEqual(Object.keys(ACTS_OF));
    for (const life of LIVES) {
      const allowed = ACTS.filter((what) => act(life, what, 'ann', FACTS) !== null);
      expect(allowed.map(({ name }) => name)).toEqual(ACTS_OF[life.status]);
    }
  });

  it('given a mute until a time, when the time comes, then it is what it was before', () => {
    const owned = after(NEW, 'acknowledge');
    const muted = after(owned, 'mute');
    expect(lifeBy(muted, { ...FACTS, now: AT + 59_999 })).toBe(muted);
    expect(lifeBy(muted, { ...FACTS, now: AT + 60_000 })).toEqual(owned);
  });

  it('given a mute for 5 sagas, when the fifth comes, then it is what it was before', () => {
    const muted = after(NEW, 'mute');
    expect(lifeBy(muted, { ...FACTS, sagas: 14 })).toBe(muted);
    expect(lifeBy(muted, { ...FACTS, sagas: 15 })).toEqual(NEW);
  });

  it('given a mute of what is muted, when it ends, then it is what it was before both', () => {
    const muted = after(NEW, 'acknowledge', 'mute', 'mute');
    expect(lifeBy(muted, { ...FACTS, now: AT + 60_000 })).toMatchObject({ status: 'acknowledged' });
  });

  it('given that it is resolved in version 4, when sagas come, then those of 4 count', () => {
    const resolved = after(NEW, 'resolve');
    const came = (version: number, at: number) =>
      lifeBy(resolved, { ...FACTS, failed: [{ version, at }] }).status;
    expect(came(3, AT + 1)).toBe('resolved');
    expect(came(4, AT)).toBe('resolved');
    expect(came(4, AT + 1)).toBe('regressed');
    expect(came(5, AT + 1)).toBe('regressed');
  });

  it('given that it is resolved, when any saga comes after that, then it regressed', () => {
    const resolved = act(NEW, { name: 'resolve', inVersion: null, note: 'n' }, 'ann', FACTS) ?? NEW;
    const again = lifeBy(resolved, { ...FACTS, failed: [{ version: 1, at: AT + 7 }] });
    expect(again).toEqual({
      status: 'regressed',
      at: AT + 7,
      resolved: { by: 'ann', at: AT, inVersion: null, note: 'n' },
    });
  });

  it('given what is new or regressed, then people are told, and of nothing else', () => {
    expect(LIVES.filter(isTold).map(({ status }) => status)).toEqual(['new', 'regressed']);
  });
});
