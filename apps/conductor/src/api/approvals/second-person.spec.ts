import type { Identity } from '../edge/access/identity.js';
import { isSamePerson, rightsNow, rightsOfBoth, type KnownCallers } from './second-person.js';

const MAKERS: Readonly<Record<string, readonly string[]>> = {
  robot: ['anna'],
  ben: ['root'],
  cara: ['root'],
};
const known: KnownCallers = {
  makersOf: (actor) => MAKERS[actor] ?? [],
  rightsOf: (actor) => (actor === 'ben' ? identity('ben', 'viewer') : null),
  settingOf: (actor) => (actor === 'anna' ? identity('anna', 'admin') : null),
};

function identity(actor: string, role: Identity['role']): Identity {
  return { actor, role, definitions: 'all', credential: `key:${actor}` };
}

function caller(actor: string, credential: string | null = `key:${actor}-1`) {
  return { actor, credential };
}

describe('The second person', () => {
  it('is not the one who asked, by another key of the same name or the same login', () => {
    expect(isSamePerson(caller('anna'), caller('anna', 'key:other'), known)).toBe(true);
    const login = 'oidc:4711';
    expect(isSamePerson(caller('oidc/a', login), caller('oidc/b', login), known)).toBe(true);
    expect(isSamePerson(caller('a', null), caller('b', null), known)).toBe(false);
  });

  it('is not whoever made the key, nor has a key that the one who asked made', () => {
    expect(isSamePerson(caller('anna'), caller('robot'), known)).toBe(true);
    expect(isSamePerson(caller('robot'), caller('anna'), known)).toBe(true);
    // two keys of one maker may be of two people
    expect(isSamePerson(caller('ben'), caller('cara'), known)).toBe(false);
  });
});

describe('What the one who asked may do', () => {
  const asker = { role: 'operator', definitions: null };

  it('is what their key may do now, and nothing once it has ended', () => {
    const ben = { ...asker, actor: 'ben', credential: 'key:1' };
    expect(rightsNow(ben, known)).toMatchObject({ role: 'viewer' });
    expect(rightsNow({ ...ben, actor: 'gone' }, known)).toBeNull();
    const anna = { ...asker, actor: 'anna', credential: 'setting:anna' };
    expect(rightsNow(anna, known)).toMatchObject({ role: 'admin' });
    expect(rightsNow({ ...anna, actor: 'gone', credential: 'setting:gone' }, known)).toBeNull();
  });

  it('is what it was when they asked, where a provider said so', () => {
    const of = { ...asker, actor: 'oidc/a', credential: 'oidc:1', definitions: ['order'] };
    expect(rightsNow(of, known)).toEqual({ role: 'operator', definitions: ['order'] });
    // a role of another release gives none
    expect(rightsNow({ ...of, role: 'owner' }, known)).toBeNull();
  });
});

describe('What both may do', () => {
  it('is the lesser role, and the definitions of both', () => {
    const all = { role: 'admin', definitions: 'all' } as const;
    const some = { role: 'operator', definitions: ['a', 'b'] } as const;
    expect(rightsOfBoth(all, some)).toEqual(some);
    expect(rightsOfBoth(some, all)).toEqual(some);
    const other = { role: 'viewer', definitions: ['b', 'c'] } as const;
    expect(rightsOfBoth(some, other)).toEqual({ role: 'viewer', definitions: ['b'] });
    expect(rightsOfBoth(all, all)).toEqual(all);
  });
});
