import { participantQueue } from '#bus';
import { brokerUrl, createTestDatabase, eventually } from '#testing-internal';
import { once } from 'node:events';
import { Client } from 'pg';
import { PlainConductor } from '../plain-conductor.fixture.js';
import type { Project } from './installed.fixture.js';

/** A service of a project, as a process, with a database of its own and a conductor's side. */
export interface RunningService {
  readonly conductor: PlainConductor;
  readonly client: Client;
  /** Until it consumes the commands of `payment`. */
  untilReady(): Promise<void>;
  untilSaid(text: string): Promise<void>;
  /** Waits for a failed end; returns all that it said. */
  untilEnded(): Promise<string>;
  /** As a supervisor does; rejects if it does not end by itself. */
  stop(): Promise<void>;
}

/** Runs `file` of the project while `work` lasts. Its environment: README of the package. */
export async function withService(
  project: Project,
  file: string,
  work: (service: RunningService) => Promise<void>,
): Promise<void> {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const conductor = await PlainConductor.open('payment');
  const service = project.start([file], {
    AMQP_URL: brokerUrl(),
    DATABASE_URL: database.url,
    CONDUCTOR_PREFIX: conductor.prefix,
  });
  let said = '';
  const listen = (chunk: Buffer) => (said += chunk.toString());
  service.stdout?.on('data', listen);
  service.stderr?.on('data', listen);
  const exit = once(service, 'close');
  const queue = participantQueue(conductor.prefix, 'payment');
  try {
    await work({
      conductor,
      client,
      untilReady: async () => {
        await eventually(
          () => conductor.bus.inspect(queue),
          ({ consumers }) => consumers === 1,
        );
      },
      untilSaid: async (text) => {
        await eventually(
          () => Promise.resolve(said),
          (all) => all.includes(text),
        );
      },
      untilEnded: async () => {
        await exit;
        if (service.exitCode === 0) throw new Error('it ended as if all were well');
        return said;
      },
      stop: async () => {
        service.kill('SIGTERM');
        await exit;
      },
    });
  } catch (error) {
    throw new Error(`${file} said:\n${said}`, { cause: error });
  } finally {
    if (service.exitCode === null && service.signalCode === null) {
      service.kill('SIGKILL');
      await exit;
    }
    await conductor.close();
    await client.end();
    await database.drop();
  }
}
