import { brokerUrl } from '#testing-internal';
import type { INestMicroservice, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandServer } from './plain-nest-server.fixture.js';

/** An ordinary NestJS service that answers the commands of `queue`, by the recipe. */
export async function startPlainService(
  module: Type,
  queue: string,
  configure: (service: INestMicroservice) => unknown = () => {},
): Promise<{ close: () => Promise<void> }> {
  const service = await NestFactory.createMicroservice(module, {
    logger: false,
    strategy: new CommandServer({
      urls: [brokerUrl()],
      queue,
      queueOptions: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
      noAck: false,
      prefetchCount: 16,
    }),
  });
  configure(service);
  await service.listen();
  return { close: () => service.close() };
}
