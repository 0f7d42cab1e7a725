import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startProduct, type Contender } from '../contender.js';
import { closedLoop } from '../load.js';
import { measure, print, type Measured, type Round } from '../measuring.js';
import { pairedRatios, spread } from '../rounds.js';
import { numberOf, settings } from '../settings.js';

/**
 * The conductor of this folder beside those of other checkouts, all of them at work at once: what
 * disturbs the machine disturbs each of them, so that small differences in CPU are seen.
 */
export async function versions(): Promise<void> {
  const count = numberOf('BENCH_CALLERS', 64);
  const contenders = [await startProduct({ name: 'this-one' })];
  for (const [index, folder] of foldersOf(process.env['BENCH_VERSIONS']).entries()) {
    contenders.push(await startVersion(folder, index + 1));
  }
  const load = ({ urls }: Contender, seconds: number) => closedLoop(urls, count, seconds);
  await Promise.all(contenders.map((each) => load(each, settings.warmUpSeconds)));
  print(`all at once, ${count} in flight each`);
  const rounds = contenders.map((): Round[] => []);
  for (let round = 0; round < settings.rounds; round++) {
    const measured = contenders.map((each) =>
      measure(withoutServers(each), () => load(each, settings.seconds)),
    );
    for (const [index, each] of (await Promise.all(measured)).entries()) rounds[index]?.push(each);
  }
  compare(contenders, rounds);
  for (const contender of contenders) await contender.stop();
}

function compare(contenders: readonly Contender[], rounds: readonly (readonly Round[])[]): void {
  const [own = [], ...others] = rounds.map(conductorsCpu);
  rounds.forEach((of, index) => {
    const rates = spread(
      of.map(({ perSecond }) => perSecond),
      0,
    );
    const cpu = spread(conductorsCpu(of), 0);
    const name = (contenders[index]?.name ?? '').padEnd(14);
    print(`  ${name} ${rates} sagas/s   conductor ${cpu} us a saga`);
  });
  others.forEach((other, index) => {
    const ratio = spread(pairedRatios(own, other), 2);
    print(`  this-one against ${contenders[index + 1]?.name}, CPU a saga: ${ratio}`);
  });
}

function foldersOf(list = ''): readonly string[] {
  return list.split(',').filter((folder) => folder !== '');
}

/** `folder`: a checkout that was built. `number`: two of them may have one name. */
function startVersion(folder: string, number: number): Promise<Contender> {
  const base = basename(folder)
    .replaceAll(/[^a-z0-9]/gi, '')
    .toLowerCase();
  const name = `${base}-${number}`;
  const file = resolve(folder, 'dist/apps/conductor/src/main.js');
  return startProduct({ name, program: pathToFileURL(file).href });
}

/** They share the servers, so nobody knows who used them for what. */
function withoutServers({ name, cpu }: Contender): Measured {
  return { name, cpu, servers: [] };
}

/** In microseconds a saga, round by round. */
function conductorsCpu(rounds: readonly Round[]): number[] {
  return rounds.map(({ used, sagas }) => ((used['conductor'] ?? 0) * 1e6) / sagas);
}
