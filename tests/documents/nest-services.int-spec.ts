import * as common from '@nestjs/common';
import * as core from '@nestjs/core';
import * as microservices from '@nestjs/microservices';
import { Client } from 'pg';
import * as typeorm from 'typeorm';
import ts from 'typescript';
import { participantQueue } from '#bus';
import * as participant from '#participant';
import {
  brokerUrl,
  createTestDatabase,
  eventually,
  newSagaId,
  type TestDatabase,
} from '#testing-internal';
import { PlainConductor } from '../plain-conductor.fixture.js';
import { blocksOf } from './markdown.js';

/* The two services with NestJS of GETTING-STARTED, taken from there and run on real servers. */

const [serve = '', seats = '', wallet = ''] = blocksOf('docs/GETTING-STARTED.md')
  .filter(({ language }) => language === 'ts')
  .map(({ text }) => text);
/** The page shows the handlers alone, "with the same around them". */
const aroundWallet = `${(/^import [^]*?\n\n/.exec(seats) ?? [''])[0]}
interface Charge { owner: string; price: number; }
${wallet}
@Module({ imports: [ParticipantModule], controllers: [WalletHandlers] })
class WalletModule {}
await serve('wallet', WalletModule, process.env['WALLET_DATABASE_URL'],
  "create table wallet (owner text primary key, balance int);" +
    "insert into wallet values ('ann', 100)");
`;

class Service {
  hasPaper = false;
  private readonly said: string[] = [];
  private readonly onSignal: (() => void)[] = [];
  private readonly dataSources: typeorm.DataSource[] = [];

  private constructor(
    private readonly name: string,
    readonly conductor: PlainConductor,
    private readonly database: TestDatabase,
  ) {}

  static async start(name: string, text: string): Promise<Service> {
    const database = await createTestDatabase();
    const service = new Service(name, await PlainConductor.open(name), database);
    await service.run(text, { './serve.mjs': await service.run(serve) });
    expect(service.said).toEqual([`${name}: ready`]);
    return service;
  }

  async ask(sql: string): Promise<readonly unknown[]> {
    const client = new Client({ connectionString: this.database.url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows;
  }

  /** As a supervisor does, and waits until it has left its servers. */
  async stop(): Promise<void> {
    const { bus, prefix } = this.conductor;
    for (const act of this.onSignal) act();
    await eventually(
      () => this.dataSources.filter(({ isInitialized }) => isInitialized),
      ({ length }) => length === 0,
    );
    expect(this.dataSources).toHaveLength(1);
    const queue = participantQueue(prefix, this.name);
    expect(await bus.inspect(queue)).toMatchObject({ consumers: 0 });
    await this.conductor.close();
    await this.database.drop();
  }

  /** Runs a file of the page in this process; gives its exports. */
  private async run(text: string, more: Readonly<Record<string, object>> = {}): Promise<object> {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
      },
    });
    const modules: Readonly<Record<string, object>> = { ...this.modules(), ...more };
    const given = {
      require: (name: string) => modules[name],
      exports: {},
      console: { log: (line: string) => this.said.push(line) },
      process: {
        env: {
          AMQP_URL: brokerUrl(),
          SEATS_DATABASE_URL: this.database.url,
          WALLET_DATABASE_URL: this.database.url,
        },
        once: (_signal: 'SIGTERM', act: () => void) => this.onSignal.push(act),
      },
    };
    await new AsyncFunction(...Object.keys(given), outputText)(...Object.values(given));
    return given.exports;
  }

  /** What the files import. The broker is one for all tests, so names on it have a prefix. */
  private modules(): Readonly<Record<string, object>> {
    const { prefix } = this.conductor;
    const { dataSources } = this;
    const open = participant.openParticipant;
    return {
      '@conductor/participant': {
        ...participant,
        openParticipant: (options: participant.OpenParticipantOptions) =>
          open({ ...options, prefix }),
      },
      '@nestjs/common': common,
      '@nestjs/core': core,
      '@nestjs/microservices': microservices,
      'node:fs': { existsSync: (file: string) => file === 'paper' && this.hasPaper },
      typeorm: {
        ...typeorm,
        DataSource: class extends typeorm.DataSource {
          constructor(options: typeorm.DataSourceOptions) {
            super(options);
            dataSources.push(this);
          }
        },
      },
    };
  }
}

const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
let service: Service;

beforeAll(() => common.Logger.overrideLogger(false));

const refused = (code: string) => ({ type: 'refused', error: { code } });

describe('The seats', () => {
  beforeAll(async () => {
    service = await Service.start('seats', seats);
  });
  afterAll(() => service?.stop());

  const hold = (sagaId: string) =>
    service.conductor.send({ command: 'seats.hold', data: { seat: 'A1' }, sagaId, step: 'hold' });
  const held = () => service.ask('select name from seat where held_by is not null');

  it('are held once, by one, until they are freed', async () => {
    const [one, other] = [newSagaId(), newSagaId()];
    const answers = [await hold(one), await hold(one)];
    expect(answers).toEqual(answers.map(() => ({ type: 'succeeded', output: { seat: 'A1' } })));
    expect(await hold(other)).toMatchObject(refused('SEAT_TAKEN'));
    expect(await held()).toEqual([{ name: 'A1' }]);

    const undo = { command: 'seats.free', sagaId: one, step: 'hold' };
    expect(await service.conductor.send({ ...undo, direction: 'compensate' })).toMatchObject({
      output: { result: 'undone' },
    });
    expect(await held()).toEqual([]);
  });

  it('are printed when there is paper', async () => {
    const print = (attempt: number) =>
      service.conductor.send({ ...printed, command: 'seats.print', attempt });
    const printed = { data: { seat: 'A1' }, sagaId: newSagaId(), step: 'print' };
    expect(await print(1)).toMatchObject({ type: 'errored', error: { code: 'NO_PAPER' } });
    service.hasPaper = true;
    expect(await print(2)).toMatchObject({ output: { ticket: 'ticket for A1' } });
  });
});

describe('The wallet', () => {
  beforeAll(async () => {
    service = await Service.start('wallet', aroundWallet);
  });
  afterAll(() => service?.stop());

  it('pays what it has, and refuses more', async () => {
    const charge = (price: number) =>
      service.conductor.send({
        command: 'wallet.charge',
        data: { owner: 'ann', price },
        sagaId: newSagaId(),
        step: 'charge',
      });
    expect(await charge(40)).toEqual({ type: 'succeeded', output: { balance: 60 } });
    expect(await charge(70)).toMatchObject(refused('NOT_ENOUGH_MONEY'));
    expect(await service.ask('select balance from wallet')).toEqual([{ balance: 60 }]);
  });
});
