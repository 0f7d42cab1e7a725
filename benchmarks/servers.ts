import { cpuSeconds, findPid } from './cpu.js';
import type { CpuSeconds } from './figures/cpu-use.js';

/** What a run stands on: see scripts/bench.mjs, which starts what is not given. */
export const servers = {
  databaseUrl: process.env['DATABASE_URL'] ?? '',
  amqpUrl: process.env['AMQP_URL'] ?? '',
  /** A server for the participants' databases; unset: they are on that of the conductor. */
  participantsUrl: process.env['BENCH_PARTICIPANTS_DATABASE_URL'],
};

/** Servers of ours have their data below this folder; of others the CPU is not known. */
const DIR = process.env['BENCH_SERVERS_DIR'];

/** CPU seconds of the servers that are ours. */
export function serversCpu(): CpuSeconds {
  if (DIR === undefined) return {};
  return {
    ...cpuOf('broker', ['beam.smp', `${DIR}/rabbitmq`]),
    ...cpuOf('PostgreSQL', ['postgres', '-D', `${DIR}/postgres`]),
    ...cpuOf('PostgreSQL of participants', ['postgres', '-D', `${DIR}/participants`]),
  };
}

function cpuOf(name: string, commandLine: readonly string[]): CpuSeconds {
  const pid = findPid(commandLine);
  return pid === undefined ? {} : { [name]: cpuSeconds(pid) };
}
