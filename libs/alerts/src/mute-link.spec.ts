import { MUTE_LINK_MS, muteToken, readMuteToken, type MuteLink } from './mute-link.js';

const SECRET = 'a secret of all replicas';
const NOW = Date.UTC(2030, 0, 1);
const LINK: MuteLink = {
  fingerprint: '0123456789abcdef',
  route: 'ops-mail',
  until: NOW + MUTE_LINK_MS,
};

describe('A link to mute a group', () => {
  it('given one of ours, when it is read in time, then it says what it is about', () => {
    const token = muteToken(SECRET, LINK);
    expect(encodeURIComponent(token)).toBe(token);
    expect(readMuteToken(SECRET, token, NOW)).toEqual(LINK);
    expect(readMuteToken(SECRET, token, LINK.until - 1)).toEqual(LINK);
    expect(readMuteToken(SECRET, token, LINK.until)).toBe('expired');
  });

  it('given one that was changed in any place, when it is read, then it is not ours', () => {
    const token = muteToken(SECRET, LINK);
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === '1' ? '2' : '1';
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      expect([at, readMuteToken(SECRET, changed, NOW)]).toEqual([at, null]);
    }
    for (const wrong of ['', '...', `${token}x`, token.slice(0, -1), muteToken('other', LINK)]) {
      expect(readMuteToken(SECRET, wrong, NOW)).toBeNull();
    }
  });
});
