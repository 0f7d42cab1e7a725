import { join } from 'node:path';

/**
 * At a time, in each partition. A saga that waits for a participant takes one, and the participant
 * another one: with the default of 1,000 as many callers stand still until a saga is suspended.
 */
const INVOCATIONS_MAX = 20_000;

/**
 * Durable as its defaults are, which are said here so that they are seen: the log is the
 * replicated one, of one node, and each write to it is synced to the disk.
 */
export function restateSettings(options: {
  readonly name: string;
  readonly dir: string;
  readonly partitions: number;
  readonly ports: Readonly<Record<'node' | 'ingress' | 'admin', number>>;
}): string {
  const { name, dir, partitions, ports } = options;
  return `
    cluster-name = "${name}"
    node-name = "${name}"
    base-dir = ${JSON.stringify(join(dir, 'data'))}
    listen-mode = "tcp"
    bind-ip = "127.0.0.1"
    bind-port = ${ports.node}
    default-num-partitions = ${partitions}
    default-replication = 1
    disable-telemetry = true
    log-filter = "error"
    log-disable-ansi-codes = true

    [bifrost]
    default-provider = "replicated"

    [log-server]
    rocksdb-disable-wal-fsync = false

    [worker.invoker]
    concurrent-invocations-limit = ${INVOCATIONS_MAX}

    [ingress]
    bind-ip = "127.0.0.1"
    bind-port = ${ports.ingress}

    [admin]
    bind-ip = "127.0.0.1"
    bind-port = ${ports.admin}
    disable-web-ui = true
  `;
}
