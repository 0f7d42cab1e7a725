import { brokerUrl } from '#testing';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions, type RmqContext } from '@nestjs/microservices';
import type { ConfirmChannel, Message } from 'amqplib';

const channels = new Set<ConfirmChannel>();

/** Nest sends the answer when the handler has returned: too late to wait for it here (duty 5). */
export function acknowledge(context: RmqContext): void {
  const channel = context.getChannelRef() as ConfirmChannel;
  channels.add(channel);
  channel.ack(context.getMessage() as Message);
}

/** An ordinary NestJS service that answers the commands of `queue`. */
export async function startPlainService(
  module: Type,
  queue: string,
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
