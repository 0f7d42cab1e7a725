import { styleText } from 'node:util';
import type { Sink, Surroundings } from '../world/surroundings.js';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'magenta';

/** How text looks where it goes: in colours and a width on a terminal, else plain and uncut. */
export interface Look {
  readonly isColoured: boolean;
  /** In columns; null: nobody reads it on a terminal, and nothing is cut. */
  readonly width: number | null;
  readonly paint: (style: Style | readonly Style[], text: string) => string;
}

/** Colours on a terminal, unless NO_COLOR says no; FORCE_COLOR has them anywhere. */
export function lookOf(sink: Sink, env: Surroundings['env']): Look {
  const isTerminal = sink.isTTY === true;
  const isForced = Boolean(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0';
  const isColoured = isForced || (isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb');
  return {
    isColoured,
    width: isTerminal ? (sink.columns ?? 80) : null,
    paint: (style, text) =>
      isColoured && text !== '' ? styleText([style].flat(), text, ANY) : text,
  };
}

/** Whether there are colours was decided above. */
const ANY = { validateStream: false } as const;

const STATUS_STYLES: Readonly<Record<string, Style>> = {
  running: 'cyan',
  compensating: 'yellow',
  stuck: 'red',
  completed: 'green',
  compensated: 'magenta',
  abandoned: 'dim',
  succeeded: 'green',
  refused: 'yellow',
  failed: 'red',
  executing: 'cyan',
  waiting: 'cyan',
  inquiring: 'yellow',
  paused: 'yellow',
  stopped: 'red',
  done: 'green',
  new: 'red',
  regressed: 'red',
};

/** A status in its colour; the word is always there too. */
export function statusText(status: string, { paint }: Look): string {
  const style = STATUS_STYLES[status];
  return style === undefined ? status : paint(style, status);
}
