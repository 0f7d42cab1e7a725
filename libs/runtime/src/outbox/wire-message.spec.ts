import { parseCommand } from '#contracts';
import { PipelineBench } from '#testing-internal';
import { wireMessage } from './wire-message.js';

it('A command says when its wait ends, counted from when it leaves the outbox', async () => {
  const bench = new PipelineBench();
  await bench.start();
  const [command] = bench.relay.published;
  if (!command) throw new Error('no command was sent');
  const at = bench.at + 15 * 60_000;

  const { body, properties } = wireMessage(command, { prefix: 'conductor', secret: 's', at });

  const check = parseCommand({
    body,
    properties: { ...properties, headers: properties.headers ?? {} },
  });
  expect(check).toMatchObject({ ok: true, command: { issuedAt: at, deadlineAt: at + 10_000 } });
});
