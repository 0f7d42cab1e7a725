import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conductor } from '../cli.fixture.js';
import { profilesFile, targetOf, writeProfiles } from './profiles.js';

let home: string;
let env: Record<string, string>;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'profiles-'));
  env = { XDG_CONFIG_HOME: join(home, 'config') };
  const profiles = {
    here: { url: 'http://localhost:3000', apiKey: 'k-here' },
    prod: { url: 'https://conductor.example.com/base/', apiKey: 'k-prod' },
  };
  writeProfiles({ env, home }, { current: 'here', profiles });
});

afterEach(() => rmSync(home, { recursive: true }));

const meant = (options: { url?: string; profile?: string }, more: Record<string, string> = {}) => {
  const { url, apiKey } = targetOf(options, { env: { ...env, ...more }, home });
  return [url, apiKey];
};

describe('Which conductor is meant', () => {
  it.each([
    [{}, {}, ['http://localhost:3000', 'k-here']],
    [{ profile: 'prod' }, {}, ['https://conductor.example.com/base', 'k-prod']],
    [{}, { CONDUCTOR_PROFILE: 'prod' }, ['https://conductor.example.com/base', 'k-prod']],
    [{}, { CONDUCTOR_URL: 'http://other:1' }, ['http://other:1', null]],
    [
      { profile: 'prod' },
      { CONDUCTOR_URL: 'http://other:1' },
      ['https://conductor.example.com/base', 'k-prod'],
    ],
    [{ url: 'http://evil.example' }, {}, ['http://evil.example', null]],
    [{ url: 'http://x', profile: 'prod' }, {}, ['http://x', null]],
    [{ profile: 'prod' }, { CONDUCTOR_API_KEY: 'k' }, ['https://conductor.example.com/base', 'k']],
  ])('given %j and %j, then it is %j', (options, more, expected) => {
    expect(meant(options, more)).toEqual(expected);
  });

  it('given no profile with that name, or no address, then it says so', () => {
    expect(() => meant({ profile: 'stage' })).toThrow('There is no profile stage');
    expect(() => meant({ url: 'localhost:3000' })).toThrow('is no address');
  });
});

describe('The file of profiles', () => {
  it('is for its owner alone, and refused when others may read it', () => {
    const file = profilesFile({ env, home });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    expect(() => meant({})).toThrow('others may read it');
  });

  it('is written by commands, and its keys are not shown', async () => {
    const set = ['profile', 'set', 'stage', '--url', 'http://stage:3000', '--api-key-file', '-'];
    expect(await conductor(set, { env, input: 'k-stage\n' })).toMatchObject({ exit: 0 });
    await conductor(['profile', 'use', 'stage'], { env });
    expect(meant({})).toEqual(['http://stage:3000', 'k-stage']);
    const listed = await conductor(['profile', 'list'], { env });
    expect(listed.out).toMatch(/stage +http:\/\/stage:3000 +true +true/);
    expect(listed.out + listed.err).not.toContain('k-');
    await conductor(['profile', 'remove', 'stage'], { env });
    expect(meant({})).toEqual(['http://localhost:3000', null]);
  });
});
