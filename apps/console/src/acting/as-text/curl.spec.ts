import { execFileSync } from 'node:child_process';
import { curlOf } from './curl.js';

/** What a shell gives to `curl`, a line for each argument. */
function argumentsOf(command: string): readonly string[] {
  const tell = `curl() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${command}`;
  const env = { CONDUCTOR_API_KEY: 'a key' };
  const text = execFileSync('/bin/sh', ['-c', tell], { env, encoding: 'utf8' });
  return text.split('\0').slice(0, -1);
}

describe('A call as a command of a shell', () => {
  it('reads, with the key of whoever runs it', () => {
    const url = 'http://localhost:3000/v1/sagas/1';
    const command = curlOf({ method: 'GET', url, headers: {} });
    expect(command).toContain('$CONDUCTOR_API_KEY');
    expect(argumentsOf(command)).toEqual(['-sS', url, '-H', 'Authorization: Bearer a key']);
  });

  it.each(["it's", '$HOME `id` "x" \\ !', "'; rm -rf /; '", 'a\nb', '@file', 'ö 😀 \t'])(
    'sends a text as it is: %j',
    (reason) => {
      const body = JSON.stringify({ reason });
      const headers = { 'content-type': 'application/json' };
      const command = curlOf({ method: 'POST', url: 'http://c/x', headers, body });
      const given = argumentsOf(command);
      expect(given.slice(0, 4)).toEqual(['-sS', '-X', 'POST', 'http://c/x']);
      expect(JSON.parse(given.at(-1) ?? '')).toEqual({ reason });
    },
  );
});
