import { traceMessages } from '../scripts/servers/tracing.mjs';

const node = (program: string) => ({ command: [process.execPath, '-e', program] });

describe('A broker that the tests start', () => {
  it('given it copies no messages, then the run fails, and says what to do', async () => {
    const refuses = node('console.error("no such node"); process.exit(69)');
    const said = /trace_on.*LIVE_MESSAGES=off.*no such node/s;
    await expect(traceMessages(refuses)).rejects.toThrow(said);
  });

  it('given it copies them, then it goes on', async () => {
    const asked = node('process.exit(process.argv.at(-1) === "trace_on" ? 0 : 1)');
    await expect(traceMessages(asked)).resolves.toBeUndefined();
  });
});
