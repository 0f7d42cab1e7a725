import { ApiProperty } from '@nestjs/swagger';
import type { Logger } from 'pino';
import type { Reader } from '#database';
import { operatorStores } from '#persistence';
import type { CallOrigin } from '../edge/request-parts.js';

export class ForgottenView {
  @ApiProperty({ example: 'payment' })
  readonly participant!: string;
}

/** Forgets participants that are gone. */
export class Forgetting {
  constructor(
    private readonly writer: Reader,
    private readonly logger: Logger,
  ) {}

  async forget(
    participant: string,
    by: CallOrigin & { readonly reason: string },
  ): ReturnType<typeof operatorStores.forgetParticipant> {
    const outcome = await operatorStores.forgetParticipant(this.writer, participant, by);
    const { actor, reason } = by;
    if (outcome === 'forgotten') this.logger.info({ participant, actor, reason }, 'forgotten');
    return outcome;
  }
}
