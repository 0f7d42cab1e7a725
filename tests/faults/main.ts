import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startKeeper } from '#servers/keeper';
import { ArgumentError, readArguments, USAGE, type Arguments } from './planning/arguments.js';
import { check } from './judging/checker.js';
import { Fleet } from './fleet.js';
import { describePlan, planFaults } from './planning/plan.js';
import { commandOf, writeReport } from './judging/report.js';
import { Run } from './run.js';
import { startServers } from './servers.js';

/**
 * `npm run faults`: runs the product as processes on private servers, under load, while servers,
 * links and processes fail one after the other; a checker then decides whether a promise was
 * broken. Exit code 0: none was. 1: some were. 2: the run failed. 130: it was interrupted.
 */
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interruption.abort());
}

// At once: Node waits for ever for some of the sockets that the run reset.
process.exit(await main());

async function main(): Promise<number> {
  try {
    const args = readArguments(process.argv.slice(2));
    if (!args.isPlanOnly) return await runIn(folderFor(args), args);
    say(describePlan(planFaults(args)));
    return 0;
  } catch (error) {
    if (interruption.signal.aborted) return 130;
    if (error instanceof ArgumentError) say(`${error.message}\n\n${USAGE}`);
    else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 2;
  }
}

async function runIn(folder: string, args: Arguments): Promise<number> {
  const { signal } = interruption;
  const keeper = startKeeper();
  try {
    say(`${commandOf(args)}\nlogs and report: ${folder}`);
    // First to be added, so last to be removed: it holds files by which the keeper finds the
    // servers.
    keeper.keep({ folders: [join(folder, 'servers')] });
    const servers = await startServers(join(folder, 'servers'), keeper, say);
    const fleet = await Fleet.prepare({ servers, keeper, logDir: folder, sabotage: args.sabotage });
    try {
      await fleet.start(signal);
      const run = new Run({ args, world: { seed: args.seed, servers, fleet }, say, signal });
      const evidence = await run.go();
      const verdict = check(evidence);
      say(`\n${writeReport(folder, { evidence, verdict, answers: run.answers, args })}`);
      return verdict.violations.length > 0 ? 1 : 0;
    } finally {
      await fleet.end();
    }
  } finally {
    await keeper.end();
  }
}

/** Kept after the run, without the servers' files. */
function folderFor({ seed }: Arguments): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-');
  const folder = resolve('.conductor-faults', `${stamp}-seed-${seed}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
