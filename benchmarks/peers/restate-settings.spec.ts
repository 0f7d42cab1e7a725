import { restateSettings } from './restate-settings.js';

const ports = { node: 5122, ingress: 8080, admin: 9070 };
const options = { name: 'restate-run-4', dir: '/tmp/bench/restate-run-4', partitions: 4, ports };

/** By section and key: `log-server.rocksdb-disable-wal-fsync`. */
function read(text: string): Readonly<Record<string, string>> {
  let section = '';
  const entries = text.split('\n').flatMap((line) => {
    const [, name] = /^\s*\[(.+)\]$/.exec(line) ?? [];
    if (name !== undefined) section = `${name}.`;
    const [, key, value] = /^\s*([\w-]+) = (.+)$/.exec(line) ?? [];
    return key === undefined ? [] : [[`${section}${key}`, value]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

describe('The settings of a Restate server', () => {
  const settings = read(restateSettings(options));

  it('are durable: the log is the replicated one, and each write to it is synced', () => {
    expect(settings).toMatchObject({
      'bifrost.default-provider': '"replicated"',
      'log-server.rocksdb-disable-wal-fsync': 'false',
    });
  });

  it('have the partitions asked for, and more invocations at a time than there are callers', () => {
    expect(settings['default-num-partitions']).toBe('4');
    expect(Number(settings['worker.invoker.concurrent-invocations-limit'])).toBeGreaterThan(2000);
  });

  it('keep everything in the folder given, and listen on the loopback interface only', () => {
    expect(settings['base-dir']).toBe('"/tmp/bench/restate-run-4/data"');
    const addresses = Object.entries(settings).filter(([key]) => key.endsWith('bind-ip'));
    expect(addresses.map(([, value]) => value)).toEqual(Array(3).fill('"127.0.0.1"'));
  });
});
