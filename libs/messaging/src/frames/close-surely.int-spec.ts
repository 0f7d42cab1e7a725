import { connect, type Channel, type ChannelModel } from 'amqplib';
import { brokerUrl, TcpProxy } from '#testing-internal';
import { closeSurely } from './close-surely.js';

/** In AMQP: their classes and methods. */
const CHANNEL_CLOSE = Buffer.from([0, 20, 0, 40]);
const CONNECTION_CLOSE = Buffer.from([0, 10, 0, 50]);

describe('What is to be closed', () => {
  let proxy: TcpProxy;
  let connection: ChannelModel;
  let channel: Channel;

  beforeEach(async () => {
    proxy = await TcpProxy.to(brokerUrl());
    connection = await connect(proxy.through(brokerUrl()));
    connection.on('error', () => {});
    channel = await connection.createChannel();
  });

  afterEach(async () => {
    await closeSurely(connection);
    await proxy.close();
  });

  it('given a broker that answers, then it is closed', async () => {
    const ends: string[] = [];
    channel.on('close', () => ends.push('channel'));
    connection.on('close', () => ends.push('connection'));
    await closeSurely(channel);
    await closeSurely(connection);
    expect(ends).toEqual(['channel', 'connection']);
  });

  it.each([
    ['a channel', CHANNEL_CLOSE, () => channel],
    ['a connection', CONNECTION_CLOSE, () => connection],
  ])(
    'given %s, when its connection is lost before the answer, then it is closed',
    async (...of) => {
      const [, bytes, open] = of;
      const isCut = proxy.cutAt(bytes);
      const closed = closeSurely(open());
      await isCut;
      await closed;
      await expect(connection.createChannel()).rejects.toThrow('Connection clos');
    },
  );

  it('given it is closed already, then that is enough', async () => {
    await channel.close();
    await closeSurely(channel);
    await connection.close();
    await closeSurely(connection);
  });
});
