import { execFileSync } from 'node:child_process';
import { cliOf } from './cli.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';

/** What a shell gives to `conductor`. */
function argumentsOf(command: string): readonly string[] {
  const tell = `conductor() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${command}`;
  const text = execFileSync('/bin/sh', ['-c', tell], { encoding: 'utf8' });
  return text.split('\0').slice(0, -1);
}

describe('An act as a command of the command line', () => {
  it('reads, and names the conductor that is looked at', () => {
    const options = { step: 'reserve[1]', 'to-step': undefined, reason: "it's back" };
    const command = cliOf({ words: ['saga', 'retry', ID], options, url: 'http://c:3000/base/' });

    expect(command.split('\n')[0]).toBe(`conductor saga retry ${ID} \\`);
    expect(argumentsOf(command)).toEqual([
      ...['saga', 'retry', ID],
      ...['--step=reserve[1]', "--reason=it's back", '--url=http://c:3000/base'],
    ]);
  });

  it('takes a key that begins as an option does for a key', () => {
    const call = { words: ['lock', 'release', '--yes'], options: {}, url: 'http://c' };
    expect(argumentsOf(cliOf(call))).toEqual(['lock', 'release', '--url=http://c', '--', '--yes']);
  });

  it('has what it reads in the same line, and flags without a value', () => {
    const options = { 'with-compensations': true, until: undefined } as const;
    const call = { words: ['definition', 'apply', '-'], options, url: 'http://c' };
    const text = 'x=$1 \'"\n';
    const command = cliOf({ ...call, stdin: text });
    expect(argumentsOf(command)).toEqual([
      ...['definition', 'apply', '-', '--with-compensations', '--url=http://c'],
    ]);
    const tell = `conductor() { cat; }\n${command}`;
    expect(execFileSync('/bin/sh', ['-c', tell], { encoding: 'utf8' })).toBe(text);
  });

  it.each(['$HOME `id` "x" \\ !', "'; rm -rf /; '", 'a\nb', '@file', '-x', ''])(
    'sends a text as it is: %j',
    (reason) => {
      const command = cliOf({ words: ['saga', 'pause', ID], options: { reason }, url: 'http://c' });
      expect(argumentsOf(command)).toContain(`--reason=${reason}`);
    },
  );
});
