import { Controller, Module } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { connect } from 'amqplib';
import { pino } from 'pino';
import { conductorNames, participantQueue } from '#bus';
import { RabbitBus } from '#messaging';
import {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  Firehose,
  TappedBroker,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { startConductor, type RunningConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { startPlainService } from '../plain-nest-service.fixture.js';
import { waitFor } from './fleet.fixture.js';

/** An ordinary NestJS service, with no library of ours, in sagas of a real conductor. */
const done: string[] = [];

@Controller()
class PlainHandlers {
  @MessagePattern('plain.reserve')
  reserve(@Payload() input: { readonly seat: string }) {
    done.push(`reserve ${input.seat}`);
    return { reservationId: `r-${input.seat}` };
  }

  @MessagePattern('plain.release')
  release(@Payload() input: { readonly seat: string }) {
    done.push(`release ${input.seat}`);
    return { result: 'undone' };
  }

  @MessagePattern('plain.charge')
  charge(@Payload() input: { readonly amount: number }) {
    if (input.amount > 100) {
      throw new RpcException({ refused: true, code: 'LIMIT_EXCEEDED', message: 'too much' });
    }
    return { charged: input.amount };
  }
}

@Module({ controllers: [PlainHandlers] })
class PlainModule {}

const definition = {
  name: 'plain',
  steps: [
    {
      name: 'reserve',
      command: 'plain.reserve',
      compensation: 'plain.release',
      input: { seat: '${input.seat}' },
    },
    {
      name: 'charge',
      command: 'plain.charge',
      kind: 'pivot',
      input: { amount: '${input.amount}' },
    },
  ],
  output: { charged: '${steps.charge.output.charged}' },
};

describe('an ordinary NestJS service in a saga', () => {
  const prefix = uniquePrefix();
  let database: TestDatabase;
  let conductor: RunningConductor;
  let bus: RabbitBus;
  let service: Awaited<ReturnType<typeof startPlainService>>;

  let tap: Firehose | null;

  beforeAll(async () => {
    tap = await Firehose.openIfAsked(prefix);
    const logger = pino({ level: 'silent' });
    database = await createTestDatabase();
    bus = new RabbitBus({ url: brokerUrl(), name: 'test-conductor', log: logger });
    const config = { host: '127.0.0.1', port: 0, databaseUrl: database.url, prefix };
    conductor = await startConductor({
      config: { ...config, replySecret: null, apiKeys: [] },
      bus,
      logger,
    });
    await call('POST', '/v1/definitions', definition);
    service = await startPlainService(PlainModule, participantQueue(prefix, 'plain'));
  });

  afterAll(async () => {
    await service.close();
    await conductor.close();
    await bus.close();
    await deleteQueues(prefix, ['plain']);
    await tap?.close();
    await database.drop();
  });

  it('completes it', async () => {
    const saga = await start({ seat: 'A1', amount: 40 });
    expect(saga).toMatchObject({ status: 'completed', output: { charged: 40 } });
  });

  it('undoes what it did when it refuses a later step', async () => {
    const saga = await start({ seat: 'B2', amount: 400 });
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'LIMIT_EXCEEDED' } });
    expect(done).toContain('reserve B2');
    expect(done).toContain('release B2');
  });

  it('sets aside a reply that is no JSON, where operators see it', async () => {
    const connection = await connect(brokerUrl());
    const channel = await connection.createConfirmChannel();
    const body = TappedBroker.brokenOnPurpose(Buffer.from('not JSON'));
    channel.sendToQueue(conductorNames(prefix).repliesQueue, body);
    await channel.waitForConfirms();
    await connection.close();

    const saga = await start({ seat: 'C3', amount: 40 });
    expect(saga).toMatchObject({ status: 'completed' });
    const dead = await waitFor(
      'a dead message',
      () => call('GET', '/v1/admin/dead-messages'),
      ({ items }) => items.length > 0,
    );
    expect(dead.items).toMatchObject([{ source: 'reply' }]);
  });

  async function start(input: object) {
    return call('POST', '/v1/sagas?wait=30s', { definition: 'plain', input });
  }

  async function call(method: string, path: string, body?: object): Promise<{ items: object[] }> {
    const answer = await callUrl(method, `${conductor.url}${path}`, body ? { body } : {});
    expect(answer.status).toBeLessThan(300);
    return answer.body;
  }
});
