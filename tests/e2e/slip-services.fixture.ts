import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { participantQueue, type MessageBus, type PublishOutcome } from '#bus';
import { RabbitBus } from '#messaging';
import {
  CommandRefused,
  ParticipantModule,
  ParticipantServer,
  type CommandContext,
} from '#participant';
import { brokerUrl, createTestDatabase } from '#testing-internal';
import { participantMigrations } from '../../migrations/participant/index.js';
import { startPlainService } from '../plain-nest-service.fixture.js';

interface Trip {
  readonly trip: string;
  readonly reservation?: string;
}

/** What happened, and was committed, in that order: `hotel.book t-1`. */
export const happened: string[] = [];
/** By trip: what a handler waits for before it ends. */
export const gates = new Map<string, { arrived: () => void; opened: Promise<void> }>();

async function act(what: string, { trip }: Trip, { manager }: CommandContext): Promise<void> {
  await manager.query('insert into effect (what) values ($1)', [`${what} ${trip}`]);
  happened.push(`${what} ${trip}`);
  const gate = gates.get(`${what} ${trip}`);
  gate?.arrived();
  await gate?.opened;
}

@Controller()
class HotelHandlers {
  @MessagePattern('hotel.book')
  async book(@Payload() input: Trip, @Ctx() context: CommandContext) {
    await act('hotel.book', input, context);
    return { reservation: { id: `h-${input.trip}` } };
  }

  @MessagePattern('hotel.cancel')
  async cancel(@Payload() input: Trip, @Ctx() context: CommandContext) {
    await act('hotel.cancel', input, context);
  }
}

@Controller()
class FlightHandlers {
  @MessagePattern('flight.book')
  async book(@Payload() input: Trip, @Ctx() context: CommandContext) {
    await act(`flight.book for ${input.reservation}`, input, context);
    return { seat: 'A1' };
  }

  @MessagePattern('flight.cancel')
  async cancel(@Payload() input: Trip, @Ctx() context: CommandContext) {
    await act('flight.cancel', input, context);
  }
}

@Controller()
class CardHandlers {
  @MessagePattern('card.charge')
  async charge(@Payload() input: Trip, @Ctx() context: CommandContext) {
    if (input.trip.startsWith('dear')) throw new CommandRefused('TOO_DEAR', 'no');
    await act('card.charge', input, context);
    return { paymentId: `p-${input.trip}` };
  }
}

/** An ordinary service: it knows nothing of slips. */
@Controller()
class PlainHandlers {
  @MessagePattern('plain.insure')
  insure(@Payload() input: Trip) {
    happened.push(`plain.insure ${input.trip}`);
    return { insured: true };
  }
}

@Module({ imports: [ParticipantModule], controllers: [HotelHandlers] })
class HotelModule {}
@Module({ imports: [ParticipantModule], controllers: [FlightHandlers] })
class FlightModule {}
@Module({ imports: [ParticipantModule], controllers: [CardHandlers] })
class CardModule {}
@Module({ controllers: [PlainHandlers] })
class PlainModule {}

const MODULES: Readonly<Record<string, Type>> = {
  hotel: HotelModule,
  flight: FlightModule,
  card: CardModule,
};
export const PARTICIPANTS = [...Object.keys(MODULES), 'plain'];

/** Three services of the library, each with a database of its own, and a plain one. */
export class SlipServices {
  private readonly closers: (() => Promise<unknown>)[] = [];
  private readonly databases = new Map<string, DataSource>();
  private readonly running = new Map<string, () => Promise<void>>();

  /** `openBus`: of one service. */
  constructor(
    private readonly prefix: string,
    private readonly openBus: (name: string) => Promise<MessageBus> = openRabbit,
  ) {}

  async open(): Promise<void> {
    for (const name of Object.keys(MODULES)) {
      const database = await createTestDatabase();
      const dataSource = new DataSource({
        type: 'postgres',
        url: database.url,
        migrations: participantMigrations,
      });
      await dataSource.initialize();
      await dataSource.runMigrations();
      await dataSource.query('create table effect (what text)');
      this.databases.set(name, dataSource);
      this.closers.push(() => dataSource.destroy().then(() => database.drop()));
    }
  }

  /** A replica of a service; `isMute`: nothing that it sends reaches the broker. */
  async start(name: string, { isMute = false } = {}): Promise<{ kill: () => Promise<void> }> {
    const { prefix } = this;
    const bus = await this.openBus(name);
    const dataSource = this.databases.get(name);
    if (dataSource === undefined) throw new Error(`there is no service ${name}`);
    const strategy = new ParticipantServer({
      participant: name,
      dataSource,
      logger: SILENT,
      prefix,
      bus: isMute ? mute(bus) : bus,
      closeTimeoutMs: isMute ? 50 : 10_000,
    });
    const module = MODULES[name] as Type;
    const app = await NestFactory.createMicroservice(module, { strategy, logger: false });
    await app.listen();
    const kill = async () => {
      await app.close();
      await bus.close();
    };
    if (!isMute) this.running.set(name, kill);
    return { kill };
  }

  async stop(name: string): Promise<void> {
    await this.running.get(name)?.();
    this.running.delete(name);
  }

  async close(): Promise<void> {
    for (const stop of this.running.values()) await stop();
    for (const close of this.closers.reverse()) await close();
  }

  async startPlain(): Promise<void> {
    const queue = participantQueue(this.prefix, 'plain');
    const service = await startPlainService(PlainModule, queue);
    this.closers.push(() => service.close());
  }
}

async function openRabbit(name: string): Promise<MessageBus> {
  const bus = new RabbitBus({ url: brokerUrl(), name: `test-${name}`, log: SILENT });
  await bus.open({ exchanges: [], queues: [] });
  return bus;
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** The bus as it is for a process that dies between its commit and what it sends. */
function mute(bus: MessageBus): MessageBus {
  return withPublish(bus, (messages) =>
    Promise.resolve(messages.map((): PublishOutcome => 'unknown')),
  );
}

/** Counts the commands that whoever has this bus sends. */
export class CountedBus {
  commands = 0;
  /** How many commands one message carried at most. */
  most = 0;
  private watched: string | null = null;
  readonly bus: MessageBus;

  constructor(inner: MessageBus, exchange: string) {
    this.bus = withPublish(inner, (messages) => {
      for (const { carries = 1, ...message } of messages) {
        if (message.exchange !== exchange) continue;
        this.commands += carries;
        const isWatched = this.watched === null || message.routingKey === this.watched;
        if (isWatched) this.most = Math.max(this.most, carries);
      }
      return inner.publish(messages);
    });
  }

  /** Counts from 0 again; `most` only of messages to this participant, if one is given. */
  forget(watched: string | null = null): void {
    this.commands = 0;
    this.most = 0;
    this.watched = watched;
  }
}

function withPublish(inner: MessageBus, publish: MessageBus['publish']): MessageBus {
  return new Proxy(inner, {
    get: (target, name) => {
      if (name === 'publish') return publish;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
