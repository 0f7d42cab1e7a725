import pg from 'pg';
import { RabbitBus } from '#messaging';
import { settings } from './settings.js';

/**
 * Measures single-row inserts per second, each with a durable commit of its own, on one connection.
 */
export async function measureCommits(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    'create table if not exists calibration (id bigserial primary key, data text)',
  );
  const rate = await perSecond(async () => {
    await client.query({
      name: 'calibrate',
      text: 'insert into calibration (data) values ($1)',
      values: ['x'.repeat(400)],
    });
    return 1;
  });
  await client.query('drop table calibration');
  await client.end();
  return rate;
}

/**
 * Measures persistent messages of 580 bytes per second through a quorum queue, confirmed and
 * consumed.
 */
export async function measureMessages(amqpUrl: string): Promise<number> {
  const nothing = (): void => undefined;
  const log = { info: nothing, warn: nothing, error: nothing };
  const bus = new RabbitBus({ url: amqpUrl, name: 'bench-calibration', log });
  const queue = `${settings.prefix}.calibration`;
  await bus.open({ exchanges: [], queues: [{ name: queue, bindings: [] }] });
  await bus.consume(queue, { prefetch: 200 }, (delivery) => delivery.ack());
  const body = Buffer.alloc(580, 'x');
  const batch = Array.from({ length: 200 }, (_, index) => ({
    exchange: '',
    routingKey: queue,
    body,
    properties: { messageId: `calibration-${index}` },
  }));
  const rate = await perSecond(async () => {
    await bus.publish(batch);
    return batch.length;
  });
  await bus.close();
  return rate;
}

async function perSecond(work: () => Promise<number>): Promise<number> {
  const beginAt = performance.now();
  let done = 0;
  while (performance.now() - beginAt < settings.calibrationSeconds * 1000) done += await work();
  return done / ((performance.now() - beginAt) / 1000);
}
