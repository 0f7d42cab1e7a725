import { nestedHeaders, rawProperties, eventually } from '#testing-internal';
import { BrokerStack } from '../broker-stack.fixture.js';

describe('Beside messages that nobody can use', () => {
  let stack: BrokerStack;

  beforeAll(async () => {
    // the client of the tap cannot read all of them
    stack = await BrokerStack.start({ deadMessages: { max: 1_000 } }, { isTapped: false });
  });

  it('an honest saga completes: headers that overflow the stack', async () => {
    const headers = nestedHeaders('F', 4_000);
    for (const queue of [stack.repliesQueue, stack.intakeQueue]) {
      for (let index = 0; index < 5; index++) {
        stack.raw.send(queue, rawProperties({ headers, messageId: 'm' }), Buffer.from('{}'));
      }
    }
    await stack.raw.flush();
    expect(await stack.runHonestSaga()).toMatchObject({ status: 'completed' });
    expect(await stack.deadMessages(10)).toEqual({ UNDECODABLE: 10 });
  });

  it('an honest saga completes: large replies, and one that is no JSON behind them', async () => {
    const body = Buffer.alloc(8 * 1024 * 1024, 'x');
    for (let index = 0; index < 15; index++) {
      const correlationId = `junk-${index}`;
      stack.raw.send(stack.repliesQueue, rawProperties({ correlationId }), body);
    }
    stack.raw.send(stack.repliesQueue, rawProperties({}), Buffer.from('not json'));
    await stack.raw.flush();
    expect(await stack.runHonestSaga()).toMatchObject({ status: 'completed' });
    expect(await stack.deadMessages(26)).toMatchObject({ TOO_LARGE: 15, NOT_JSON: 1 });
    const large = (await stack.listDeadMessages()).filter(({ reason }) => reason === 'TOO_LARGE');
    expect(large[0]).toMatchObject({
      bodyBytes: body.length,
      bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      isBodyTruncated: true,
    });
  });

  it('a flood of them leaves no more rows than are kept, the newest', async () => {
    const body = Buffer.from('no json');
    for (let index = 0; index < 1_500; index++) {
      stack.raw.send(stack.intakeQueue, rawProperties({ messageId: `m-${index}` }), body);
    }
    await stack.raw.flush();
    await stack.deadMessages(1_000);
    const items = await eventually(
      () => stack.listDeadMessages(),
      ({ length }) => length === 1_000,
    );
    expect(new Set(items.map(({ reason }) => reason))).toEqual(new Set(['NOT_JSON']));
  });

  it('a queue that cannot be declared holds up nobody, and the reason is told', async () => {
    const queue = `${stack.prefix}.commands.klassik`;
    await stack.operator.assertQueue(queue, { durable: true });
    const step = { name: 'one', command: 'klassik.do', compensation: 'klassik.undo' };
    for (const status of [201, 200]) {
      const definition = { name: 'br14', steps: [step] };
      const posted = await stack.call('POST', '/v1/definitions', definition);
      expect(posted).toMatchObject({ status });
      expect(posted.body.warnings).toContainEqual({
        path: '/steps/0/command',
        rule: 'queue-not-declared',
        message: expect.stringMatching(/klassik exists with other .*inequivalent arg/),
      });
    }
    await stack.start('br14');

    expect(await stack.runHonestSaga()).toMatchObject({ status: 'completed' });

    const [reason] = await eventually(
      async () => (await stack.call('GET', '/v1/admin/failures')).body.undelivered,
      ({ length }) => length > 0,
    );
    expect(reason).toMatchObject({ participant: 'klassik', messages: 1 });
    expect(reason.reason).toMatch(/^QUEUE_NOT_DECLARED: .*406.*inequivalent arg 'x-queue-type'/);
    const { body } = await stack.call('GET', '/v1/admin/participants?limit=100');
    const participants = new Map(
      body.items.map((item: { participant: string }) => [item.participant, item]),
    );
    expect(participants.get('klassik')).toMatchObject({ undelivered: reason.reason });
    expect(participants.get('svc')).not.toHaveProperty('undelivered');
    await stack.operator.deleteQueue(queue);
  });

  it('nothing is left unacknowledged', async () => {
    expect(await stack.closeAndCount()).toBe(0);
  });
});
