import { createInterface } from 'node:readline/promises';
import type { Api } from '../api/api.js';
import { targetOf, type Target } from '../config/profiles.js';
import { usage } from '../ending/errors.js';
import { Output, type Format } from '../output/output.js';
import { isInteractive, type Surroundings } from '../world/surroundings.js';

/** What every command is given by its options. */
export interface SharedOptions {
  readonly output?: Format;
  readonly json?: boolean;
  readonly url?: string;
  readonly profile?: string;
}

/** How a connection to a conductor is made; a test may give another one. */
export type Connect = (target: Target) => Api;

/** One run of the program: where it writes, whom it asks, and whom it calls. */
export class Session {
  readonly output: Output;
  private connected: { readonly api: Api; readonly target: Target } | null = null;

  constructor(
    readonly surroundings: Surroundings,
    private readonly shared: SharedOptions,
    private readonly connect: Connect,
  ) {
    const format = shared.output ?? (shared.json === true ? 'json' : 'table');
    this.output = new Output(format, surroundings);
  }

  /** The conductor that is meant; which one is found out when it is first called. */
  get api(): Api {
    return this.connection.api;
  }

  get target(): Target {
    return this.connection.target;
  }

  private get connection(): { readonly api: Api; readonly target: Target } {
    if (this.connected === null) {
      const target = targetOf(this.shared, this.surroundings);
      this.connected = { target, api: this.connect(target) };
    }
    return this.connected;
  }

  /** Whether somebody can be asked. */
  get isInteractive(): boolean {
    return isInteractive(this.surroundings);
  }

  /** Asks somebody for a line. @throws CliError CLI_USAGE when nobody answers */
  async ask(question: string): Promise<string> {
    const { input, err, interrupted } = this.surroundings;
    const lines = createInterface({ input, output: err as NodeJS.WritableStream });
    try {
      return (await lines.question(question, { signal: interrupted })).trim();
    } catch (cause) {
      throw usage(`Nobody answered "${question.trim()}": ${String(cause)}`);
    } finally {
      lines.close();
    }
  }

  /** All that stands on stdin. */
  async readInput(): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of this.surroundings.input) parts.push(Buffer.from(part as Buffer));
    return Buffer.concat(parts).toString('utf8');
  }
}
