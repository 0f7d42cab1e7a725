import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { ParticipantOptions } from './participant-options.js';

/**
 * Turns a Nest microservice into a participant of sagas:
 * `NestFactory.createMicroservice(AppModule, { strategy: new ParticipantServer(options) })`.
 */
export class ParticipantServer extends Server implements CustomTransportStrategy {
  constructor(private readonly options: ParticipantOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    callback();
  }

  async close(): Promise<void> {}

  on(): void {}

  unwrap<T>(): T {
    return this.options.bus as T;
  }
}
