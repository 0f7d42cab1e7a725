import type { Keeper } from './keeper.d.mjs';

/** A private node, for those who break it on purpose. */
export interface RabbitNode {
  /** Runs rabbitmqctl, gives its output, and fails when it fails. */
  ctl(...args: string[]): Promise<string>;
  /** To all processes of the node. */
  signal(name: NodeJS.Signals): void;
  /** After a SIGKILL: with the data that it had. */
  start(): Promise<void>;
}

export interface RabbitServer {
  /** Of the default virtual host, with the account `guest`. */
  readonly url: string;
  /** How its rabbitmqctl is run. */
  readonly control: {
    readonly command: readonly string[];
    readonly env: Readonly<Record<string, string | undefined>>;
  };
  readonly node?: RabbitNode;
}

/** See rabbitmq.mjs. `node` is left out when the broker runs in a container. */
export function startRabbit(options: {
  readonly dir: string;
  readonly keeper: Keeper;
  readonly say?: (line: string) => void;
  readonly settings?: readonly string[];
}): Promise<RabbitServer>;
