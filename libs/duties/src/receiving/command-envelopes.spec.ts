import { eventually, settle } from '#testing-internal';
import { replyMessage } from '#contracts';
import { command, EnvelopeBench, ids, SUCCEEDED } from './envelope-bench.fixture.js';

let bench: EnvelopeBench;

afterEach(() => bench.close());

const untilAcknowledged = (delivered: { readonly isAcknowledged: boolean }) =>
  eventually(
    () => delivered.isAcknowledged,
    (isAcknowledged) => isAcknowledged,
  );

describe('A participant that gets an envelope', () => {
  it('answers each command, and what is ready at once in one message', async () => {
    bench = await EnvelopeBench.start();
    const release = bench.bus.hold();
    const delivered = bench.deliver(ids(50).map(command));
    await settle();
    expect(bench.atWork.size).toBe(50);
    for (const id of ids(50)) bench.end(id);
    await settle();

    expect(bench.bus.published).toHaveLength(1);
    expect(bench.bus.published[0]).toMatchObject({
      routingKey: 'conductor.replies',
      properties: { contentType: 'application/vnd.conductor.replies+json' },
    });
    expect(bench.answers()).toEqual([ids(50).map((id) => `${id} succeeded`)]);
    expect(delivered.isAcknowledged).toBe(false);
    release();
    await settle();
    expect(delivered.isAcknowledged).toBe(true);
  });

  it('lets a slow handler hold up nobody’s reply, and acknowledges after its own', async () => {
    bench = await EnvelopeBench.start();
    const delivered = bench.deliver(ids(4).map(command));
    await settle();
    for (const id of ['s-1', 's-3']) bench.end(id);
    await settle();
    expect(bench.answers()).toEqual([['s-1 succeeded', 's-3 succeeded']]);
    bench.end('s-2', { type: 'refused', error: { code: 'NO', message: 'no' } });
    await settle();
    expect(bench.answers().slice(1)).toEqual([['s-2 refused']]);
    expect(bench.bus.published[1]?.properties.contentType).toBeUndefined();
    expect(delivered.isAcknowledged).toBe(false);
    bench.end('s-0');
    await settle();
    expect(bench.answers().slice(2)).toEqual([['s-0 succeeded']]);
    expect(delivered.isAcknowledged).toBe(true);
  });

  it('has no more commands at work than it is to have, however they come', async () => {
    bench = await EnvelopeBench.start({ concurrency: 3 });
    const delivered = [
      bench.deliver(ids(5).map(command)),
      bench.bus.deliver(command('alone') as never),
    ];
    for (const id of [...ids(5), 'alone']) {
      await settle();
      expect(bench.atWork.size).toBeLessThanOrEqual(3);
      bench.end(id);
    }
    await settle();
    expect(bench.mostAtWork).toBe(3);
    expect(bench.answers().flat()).toHaveLength(6);
    expect(delivered.map(({ isAcknowledged }) => isAcknowledged)).toEqual([true, true]);
  });

  it('puts the replies to commands that came alone into no envelope', async () => {
    bench = await EnvelopeBench.start();
    for (const id of ids(3)) bench.bus.deliver(command(id) as never);
    bench.deliver([command('a'), command('b')]);
    await settle();
    for (const id of [...ids(3), 'a', 'b']) bench.end(id);
    await settle();
    expect(bench.answers().toSorted()).toEqual([
      ['a succeeded', 'b succeeded'],
      ...ids(3).map((id) => [`${id} succeeded`]),
    ]);
  });

  it('forgets a command whose handler wants no reply, and answers the others', async () => {
    bench = await EnvelopeBench.start();
    const delivered = bench.deliver(ids(2).map(command));
    await settle();
    bench.end('s-0', null);
    bench.end('s-1');
    await settle();
    expect(bench.answers()).toEqual([['s-1 succeeded']]);
    expect(delivered.isAcknowledged).toBe(true);
  });

  it('sends replies in several messages where they are too many or too large for one', async () => {
    bench = await EnvelopeBench.start({ concurrency: 200 });
    bench.deliver(ids(120).map(command));
    await settle();
    for (const id of ids(120)) bench.end(id);
    await settle();
    expect(bench.answers().map((each) => each.length)).toEqual([50, 50, 20]);

    bench = await EnvelopeBench.start();
    bench.deliver(ids(3).map(command));
    await settle();
    const output = { text: 'x'.repeat(200_000) };
    for (const id of ids(3)) bench.end(id, { type: 'succeeded', output });
    await settle();
    expect(bench.answers().map((each) => each.length)).toEqual([1, 1, 1]);
  });

  it('answers all of it again when it comes again', async () => {
    bench = await EnvelopeBench.start({ quick: true });
    bench.deliver(ids(3).map(command));
    const again = bench.deliver(ids(3).map(command), 1);
    await settle();
    expect(bench.answers().flat().toSorted()).toEqual(
      [...ids(3), ...ids(3)].map((id) => `${id} succeeded`).toSorted(),
    );
    expect(again.isAcknowledged).toBe(true);
  });
});

describe('Replies in an envelope', () => {
  it('are sent until they are confirmed', async () => {
    bench = await EnvelopeBench.start({ quick: true });
    let tries = 0;
    bench.bus.answerWith(() => (++tries < 3 ? 'unknown' : 'confirmed'));
    const delivered = bench.deliver(ids(2).map(command));
    await untilAcknowledged(delivered);
    expect(bench.answers()).toEqual(Array(3).fill(['s-0 succeeded', 's-1 succeeded']));
  });

  it('leave their commands unacknowledged when the participant is closed before', async () => {
    bench = await EnvelopeBench.start({ quick: true });
    bench.bus.answerWith(() => 'unknown');
    const delivered = bench.deliver(ids(2).map(command));
    await settle();
    bench.close();
    await settle();
    expect(delivered.isAcknowledged).toBe(false);
  });

  it('go to the queue that the envelope names, with each correlation id as it was', async () => {
    bench = await EnvelopeBench.start({ quick: true });
    const commands = ids(2).map(command);
    bench.deliver(commands);
    await settle();
    const alone = commands.map(({ properties: { messageId, correlationId, replyTo } }) =>
      replyMessage(
        { messageId: `${messageId}`, correlationId: `${correlationId}`, replyTo: `${replyTo}` },
        SUCCEEDED,
        { appId: 'payment', at: 0 },
      ),
    );
    const carried = (
      JSON.parse(`${bench.bus.published[0]?.body}`) as { replies: readonly object[] }
    ).replies;
    expect(carried).toEqual(
      alone.map(({ properties: { correlationId }, body }) => ({
        correlationId,
        ...(JSON.parse(body.toString()) as object),
        tookMs: expect.any(Number) as number,
      })),
    );
  });
});
