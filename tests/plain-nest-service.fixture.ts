import { brokerUrl } from '#testing-internal';
import type { INestMicroservice, PreRequestHook, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions, type RmqContext } from '@nestjs/microservices';
import type { ConfirmChannel, Message } from 'amqplib';
import { finalize } from 'rxjs';

const channels = new Set<ConfirmChannel>();

/**
 * On every path, also when a guard or a pipe throws before the handler. Nest sends the answer when
 * all that is over: too late to wait for it here (duty 5).
 */
const acknowledge: PreRequestHook = (context, next) =>
  next().pipe(
    finalize(() => {
      const rmqContext = context.switchToRpc().getContext<RmqContext>();
      const channel = rmqContext.getChannelRef() as ConfirmChannel;
      channels.add(channel);
      channel.ack(rmqContext.getMessage() as Message);
    }),
  );

/** An ordinary NestJS service that answers the commands of `queue`. */
export async function startPlainService(
  module: Type,
  queue: string,
  configure: (service: INestMicroservice) => unknown = () => {},
): Promise<{ close: () => Promise<void> }> {
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(module, {
    transport: Transport.RMQ,
    logger: false,
    options: {
      urls: [brokerUrl()],
      queue,
      queueOptions: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
      noAck: false,
      prefetchCount: 16,
    },
  });
  service.registerPreRequestHook(acknowledge);
  configure(service);
  await service.listen();
  return {
    close: async () => {
      await confirmed();
      await service.close();
    },
  };
}

/** When Nest closes, each answer that is not confirmed yet is a rejection that nobody handles. */
async function confirmed(): Promise<void> {
  for (const channel of channels) await channel.waitForConfirms();
  channels.clear();
}
