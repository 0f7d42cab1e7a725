import type { Surroundings } from '../world/surroundings.js';
import { yamlText } from './facts.js';
import { lookOf, type Look } from './look.js';
import { harmless } from './table.js';

export const FORMATS = ['table', 'json', 'jsonl', 'yaml'] as const;
export type Format = (typeof FORMATS)[number];

/** What a command tells: its result on stdout, all else on stderr. */
export class Output {
  readonly look: Look;
  readonly errLook: Look;

  constructor(
    readonly format: Format,
    private readonly surroundings: Pick<Surroundings, 'out' | 'err' | 'env'>,
  ) {
    this.look = lookOf(surroundings.out, surroundings.env);
    this.errLook = lookOf(surroundings.err, surroundings.env);
  }

  /** For people, not for programs. */
  get isForPeople(): boolean {
    return this.format === 'table';
  }

  /**
   * The result: as JSON exactly what the API answered; as lines of JSON an item in each; as a
   * table what `text` makes of it.
   */
  result(value: unknown, text: (look: Look) => string): void {
    this.surroundings.out.write(`${this.textOf(value, text)}\n`);
  }

  /** A text as it is: a picture, a script, metrics. */
  raw(text: string): void {
    this.surroundings.out.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** What people are told beside the result: on stderr, where it is in no program's way. */
  note(text: string): void {
    this.surroundings.err.write(`${harmless(text)}\n`);
  }

  private textOf(value: unknown, text: (look: Look) => string): string {
    switch (this.format) {
      case 'json':
        return JSON.stringify(value, null, 2);
      case 'jsonl':
        return itemsOf(value)
          .map((item) => JSON.stringify(item))
          .join('\n');
      case 'yaml':
        return yamlText(value);
      case 'table':
        return text(this.look);
      default:
        return this.format satisfies never;
    }
  }
}

/** The items of a page or of a list; anything else is the only one. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const items = (value as { readonly items?: unknown } | null)?.items;
  return Array.isArray(items) ? items : [value];
}
