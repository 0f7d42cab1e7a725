import type { ChannelModel } from 'amqplib';
import type { Topology } from '#bus';
import { AccessRefusedError } from '../reporting/bus-errors.js';
import type { BusLogger } from '../reporting/bus-logger.js';
import { bindAgain, declareTopology, declareWhatCanBe, isRefused } from './declare-topology.js';
import { mergeTopologies, NO_TOPOLOGY, topologyOf } from './merge-topologies.js';
import { missingQueues } from './missing-queues.js';
import type { Refusals } from './refusals.js';

/** Makes the declarations of one bus on each of its connections, one connection at a time. */
export class Declarer {
  private wanted = NO_TOPOLOGY;
  private isDeclared = false;
  private declaring: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly refusals: Refusals,
    private readonly log: BusLogger,
    /** Reports queues that the broker did not have, on the very first connection too. */
    private readonly onLost: (queues: readonly string[]) => void,
  ) {}

  get topology(): Topology {
    return this.wanted;
  }

  add(topology: Topology): void {
    this.wanted = mergeTopologies(this.wanted, topology);
  }

  has(queue: string): boolean {
    return this.wanted.queues.some(({ name }) => name === queue);
  }

  /** From now on something that exists with other properties affects nothing else. */
  markDeclared(): void {
    this.isDeclared = true;
  }

  /** @throws TopologyMismatchError, AccessRefusedError */
  declare(connection: ChannelModel, topology: Topology): Promise<void> {
    const known = topology.queues.filter(({ name }) => this.has(name));
    return this.inTurn(() =>
      this.notingLost(connection, known, () => declareTopology(connection, topology)),
    );
  }

  /** @throws TopologyMismatchError the very first time */
  declareAll(connection: ChannelModel): Promise<void> {
    return this.declareWhatIsAllowed(connection, this.wanted, this.isDeclared);
  }

  /**
   * Restores what somebody may have removed on the broker and no consumer notices. Never rejects:
   * after a lost connection everything is declared again anyway.
   */
  async keepBound(connection: ChannelModel): Promise<void> {
    try {
      await this.inTurn(() => bindAgain(connection, this.wanted));
    } catch (error) {
      if (!isRefused(error)) return;
      const message = 'an exchange or a binding is lost: all is declared again';
      this.log.warn({ err: error }, message);
      await this.declareAll(connection).catch((again: unknown) => {
        this.log.warn({ err: again }, 'the topology cannot be declared again');
      });
    }
  }

  /** Declares what one queue needs. @throws TopologyMismatchError */
  declareFor(connection: ChannelModel, queue: string): Promise<void> {
    return this.declareWhatIsAllowed(connection, topologyOf(this.wanted, queue), false);
  }

  /** A missing permission for one thing does not stop the rest, and may be granted later. */
  private declareWhatIsAllowed(
    connection: ChannelModel,
    topology: Topology,
    isLenient: boolean,
  ): Promise<void> {
    const declare = (): Promise<void> =>
      declareWhatCanBe(connection, topology, {
        onDeclared: (kind, name) => this.refusals.allow('configure', `${kind} ${name}`),
        onFault: (kind, name, error) => {
          if (error instanceof AccessRefusedError) {
            this.refusals.note('configure', `${kind} ${name}`, {
              brokerSays: error.message,
              isTrouble: true,
            });
          } else if (isLenient) {
            const brokerSays = error instanceof Error ? error.message : String(error);
            this.refusals.noteChanged(`${kind} ${name}`, brokerSays);
          } else {
            throw error;
          }
        },
      });
    return this.inTurn(() => this.notingLost(connection, topology.queues, declare));
  }

  /** Reports queues that disappeared, since their messages are lost. */
  private async notingLost(
    connection: ChannelModel,
    queues: Topology['queues'],
    declare: () => Promise<void>,
  ): Promise<void> {
    const own = queues.filter(({ isForeign }) => isForeign !== true);
    const lost = await missingQueues(connection, own);
    await declare();
    if (lost.length > 0) this.onLost(lost);
  }

  private inTurn(declare: () => Promise<void>): Promise<void> {
    const declared = this.declaring.then(declare);
    // The next in line only waits for this one, whether it succeeds or not.
    this.declaring = declared.catch(() => null);
    return declared;
  }
}
