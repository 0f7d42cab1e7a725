import { parseArgs } from 'node:util';
import { FAULT_NAMES, type FaultName } from './fault-kinds.js';
import type { Range } from './random.js';
import { SABOTAGES, type Sabotage } from '../sabotage.js';

export interface Arguments {
  readonly seed: number;
  readonly minutes: number;
  /** Sagas started in a second. */
  readonly rate: number;
  readonly only?: readonly FaultName[] | undefined;
  /** Least and most seconds between two faults; left out: long enough to be ready again. */
  readonly quiet?: Range | undefined;
  /** Least and most length of each fault, in seconds; left out: as its kind has it. */
  readonly lasting?: Range | undefined;
  /** How long sagas may take to end once the last fault is over. */
  readonly settleMinutes: number;
  /** Print the plan, and do nothing else. */
  readonly isPlanOnly: boolean;
  readonly sabotage: Sabotage;
}

/** Somebody's mistake on the command line; the message says which. */
export class ArgumentError extends Error {
  readonly code = 'ARGUMENT_UNUSABLE';
}

export const USAGE = `npm run faults -- [--seed 1] [--minutes 5] [--rate 5] [--settle 5]
  [--only pg-freeze,broker-stop] [--quiet 20-35] [--lasting 3-10]
  [--plan] [--sabotage ${SABOTAGES.join('|')}]`;

/** @throws ArgumentError */
export function readArguments(args: readonly string[]): Arguments {
  const values = parse(args);
  const number = (name: 'seed' | 'minutes' | 'rate' | 'settle', ...range: [number, number]) => {
    const value = Number(values[name]);
    if (value >= range[0] && value <= range[1]) return value;
    throw new ArgumentError(`--${name} is a number from ${range[0]} to ${range[1]}`);
  };
  return {
    seed: number('seed', 0, 2 ** 31),
    minutes: number('minutes', 0.5, 24 * 60),
    rate: number('rate', 0.1, 100),
    settleMinutes: number('settle', 0.5, 60),
    only: values.only?.split(',').map(faultName),
    quiet: rangeOf('quiet', values.quiet),
    lasting: rangeOf('lasting', values.lasting),
    isPlanOnly: values.plan,
    sabotage: sabotageOf(values.sabotage),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        minutes: { type: 'string', default: '5' },
        rate: { type: 'string', default: '5' },
        settle: { type: 'string', default: '5' },
        only: { type: 'string' },
        quiet: { type: 'string' },
        lasting: { type: 'string' },
        plan: { type: 'boolean', default: false },
        sabotage: { type: 'string', default: 'none' },
      },
    }).values;
  } catch (cause) {
    throw new ArgumentError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function rangeOf(name: string, text: string | undefined): Range | undefined {
  if (text === undefined) return undefined;
  const [from = NaN, to = from] = text.split('-').map(Number);
  if (from >= 0 && to >= from && to <= 3600) return [from, to];
  throw new ArgumentError(`--${name} is seconds, or the least and the most of them, as in 1-5`);
}

function faultName(text: string): FaultName {
  const name = FAULT_NAMES.find((known) => known === text);
  if (name) return name;
  throw new ArgumentError(
    `--only: there is no fault "${text}"; there are ${FAULT_NAMES.join(', ')}`,
  );
}

function sabotageOf(text: string): Sabotage {
  const sabotage = SABOTAGES.find((known) => known === text);
  if (sabotage) return sabotage;
  throw new ArgumentError(`--sabotage is one of ${SABOTAGES.join(', ')}`);
}
