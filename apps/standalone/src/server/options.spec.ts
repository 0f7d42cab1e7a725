import { readOptions } from './options.js';

it('takes an option for its setting, over the environment', () => {
  const args = ['--port', '4000', '--host=0.0.0.0', '--data', '/srv/data'];
  expect(readOptions(args, { PORT: '1', LOG_LEVEL: 'warn' })).toEqual({
    kind: 'start',
    environment: {
      PORT: '4000',
      HOST: '0.0.0.0',
      CONDUCTOR_DATA_DIR: '/srv/data',
      LOG_LEVEL: 'warn',
    },
  });
});

it('explains itself within 80 columns, and names each option', () => {
  const read = readOptions(['--help'], {});
  expect(read).toMatchObject({ kind: 'answer', exitCode: 0 });
  const lines = read.kind === 'answer' ? read.text.split('\n') : [];
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const option of ['--port', '--host', '--data', 'AMQP_URL', 'DATABASE_URL']) {
    expect(lines.join('\n')).toContain(option);
  }
});

it.each(['--version', '-V'])('says by %s which release it is, and starts nothing', (option) => {
  const text = expect.stringMatching(/^\d+\.\d+\.\d+/);
  expect(readOptions([option], {})).toEqual({ kind: 'answer', text, exitCode: 0 });
});

it('knows the one command that starts nothing', () => {
  expect(readOptions(['migrate'], {})).toEqual({ kind: 'migrate' });
});

it.each([[['migrate', '--port', '1']], [['--prot', '1']], [['start']], [['--port']]])(
  'refuses %j, and starts nothing',
  (args) => {
    expect(readOptions(args, {})).toMatchObject({ kind: 'answer', exitCode: 2 });
  },
);
