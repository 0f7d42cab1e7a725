import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConductorClient } from '../conductor-client.js';
import { json, ScriptedServer } from '../scripted-server.fixture.js';
import { ConductorModule } from './conductor.module.js';

let server: ScriptedServer;

beforeAll(async () => (server = await ScriptedServer.start()));

afterAll(() => server.close());

class Settings {
  readonly baseUrl = server.url;
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Injectable()
class Orders {
  constructor(readonly conductor: ConductorClient) {}
}

@Module({ providers: [Orders] })
class OrdersModule {}

it.each([
  ['forRoot', () => ConductorModule.forRoot({ baseUrl: server.url })],
  [
    'forRootAsync',
    () =>
      ConductorModule.forRootAsync({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: ({ baseUrl }: Settings) => Promise.resolve({ baseUrl }),
      }),
  ],
])('%s gives every module of the application a client', async (_name, conductor) => {
  const root = { module: class {}, imports: [conductor(), OrdersModule] };
  const application = await NestFactory.createApplicationContext(root, { logger: false });
  server.script(json(200, { id: 's-1' }));
  expect(await application.get(Orders, { strict: false }).conductor.sagas.get('s-1')).toEqual({
    id: 's-1',
  });
  await application.close();
});
