import { readFourEyes } from '../../../settings/four-eyes-config.js';
import { readApiKeys } from '../../../settings/key-config.js';
import { ACTS } from './act-config.js';
import { FourEyes } from './four-eyes.js';

const CALLER = {};

describe('The list of acts that need a second person', () => {
  it('given an act, when its definition is any or unknown, then it holds', () => {
    const eyes = new FourEyes(['abandon']);
    expect(eyes.holds(CALLER, 'abandon', 'place-order')).toBe(true);
    expect(eyes.holds(CALLER, 'abandon', null)).toBe(true);
    expect(eyes.holds(CALLER, 'retry', 'place-order')).toBe(false);
  });

  it('given an act of one definition, when another one is concerned, then it is free', () => {
    const eyes = new FourEyes(['skip@place-order', 'skip@pay']);
    expect(eyes.holds(CALLER, 'skip', 'place-order')).toBe(true);
    expect(eyes.holds(CALLER, 'skip', 'pay')).toBe(true);
    expect(eyes.holds(CALLER, 'skip', 'ship')).toBe(false);
    // one of the two may be among several
    expect(eyes.holds(CALLER, 'skip', null)).toBe(true);
    expect(eyes.listFor({ definitions: 'all' })).toEqual(['skip@pay', 'skip@place-order']);
    expect(eyes.listFor({ definitions: ['pay'] })).toEqual(['skip@pay']);
    expect(eyes.listFor({ definitions: 'all', breakGlass: true })).toEqual([]);
  });

  it('given all, then every act needs one, but not of a key for emergencies', () => {
    const eyes = new FourEyes(['all']);
    expect(ACTS.filter((act) => !eyes.holds(CALLER, act, null))).toEqual([]);
    expect(ACTS.filter((act) => eyes.holds({ breakGlass: true }, act, null))).toEqual([]);
  });

  it('given nothing, then it is off', () => {
    expect(new FourEyes([]).isOff).toBe(true);
    expect(new FourEyes(['skip@pay']).isOff).toBe(false);
  });
});

function faultsOf(environment: Record<string, string>): readonly string[] {
  const faults: string[] = [];
  readFourEyes(environment, (fault) => faults.push(fault));
  readApiKeys(environment, (fault) => faults.push(fault));
  return faults;
}

describe('The settings', () => {
  it.each([
    ['abandn', 'there is no act "abandn"'],
    ['abandon,', 'there is no act ""'],
    ['abandon@', '"abandon@" must be act@definition'],
    ['abandon@a@b', '"abandon@a@b" must be act@definition'],
  ])('CONDUCTOR_FOUR_EYES=%s is refused', (list, fault) => {
    expect(faultsOf({ CONDUCTOR_FOUR_EYES: list })).toEqual([`CONDUCTOR_FOUR_EYES: ${fault}`]);
  });

  it.each(['0', '169', '1.5', 'day'])('CONDUCTOR_APPROVAL_HOURS=%s is refused', (hours) => {
    expect(faultsOf({ CONDUCTOR_APPROVAL_HOURS: hours })).toHaveLength(1);
  });

  it('are the list, and how long it may be confirmed', () => {
    const environment = {
      CONDUCTOR_FOUR_EYES: 'abandon, skip@place-order',
      CONDUCTOR_APPROVAL_HOURS: '2',
    };
    const { fourEyes } = readFourEyes(environment, () => undefined);
    expect(fourEyes).toEqual({ list: ['abandon', 'skip@place-order'], openMs: 7_200_000 });
    expect(readFourEyes({}, () => undefined)).toEqual({});
  });

  it('mark keys for emergencies, whose names are nobody else’s', () => {
    const environment = {
      CONDUCTOR_API_KEYS: 'anna:operator:0123456789abcdef',
      CONDUCTOR_BREAK_GLASS_KEYS: 'glass:fedcba9876543210',
    };
    expect(readApiKeys(environment, () => undefined)).toEqual([
      { name: 'anna', role: 'operator', key: '0123456789abcdef' },
      { name: 'glass', key: 'fedcba9876543210', breakGlass: true },
    ]);
    const twice = { ...environment, CONDUCTOR_BREAK_GLASS_KEYS: 'anna:fedcba9876543210' };
    expect(faultsOf(twice)).toEqual([
      'CONDUCTOR_API_KEYS and CONDUCTOR_BREAK_GLASS_KEYS: every name may appear only once',
    ]);
    expect(faultsOf({ CONDUCTOR_BREAK_GLASS_KEYS: 'glass' })).toEqual([
      'CONDUCTOR_BREAK_GLASS_KEYS must look like name:key,name2:role:key2',
    ]);
  });
});
