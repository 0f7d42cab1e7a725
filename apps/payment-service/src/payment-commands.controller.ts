import { CommandRefused, CommandSchema, type CommandContext } from '#participant';
import { actOutFault, createCommandInputPipe, outputOfTexts } from '#service';
import { Controller, UsePipes } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { randomUUID } from 'node:crypto';
import { In } from 'typeorm';
import { Capture } from './capture.entity.js';
import { CardAuthorization } from './card-authorization.entity.js';
import { findRefusal, lastFourOf } from './card-rules.js';
import { AuthorizeInput, CaptureInput, UndoInput } from './payment-commands.dto.js';
import { Refund } from './refund.entity.js';

/**
 * The commands of the payment service. The participant library makes sure each is done only once.
 */
@Controller()
@UsePipes(createCommandInputPipe())
export class PaymentCommandsController {
  /** Holds the amount. Refused: `CARD_DECLINED`, `LIMIT_EXCEEDED`. */
  @MessagePattern('payment.authorize')
  @CommandSchema({ output: outputOfTexts('authorizationId') })
  async authorize(@Payload() input: AuthorizeInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const card = input.card ?? null;
    const refusal = findRefusal(input.amount, card);
    if (refusal) throw new CommandRefused(refusal.code, refusal.message);
    const authorizationId = randomUUID();
    await context.manager.insert(CardAuthorization, {
      id: authorizationId,
      commandKey: context.idempotencyKey,
      orderId: input.orderId,
      amount: input.amount.toFixed(2),
      cardLastFour: card === null ? null : lastFourOf(card),
      status: 'authorized',
    });
    return { authorizationId };
  }

  /** Voids an authorization. Refused when its money was captured and not refunded. */
  @MessagePattern('payment.void')
  async void(@Payload() input: UndoInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { affected } = await context.manager.update(
      CardAuthorization,
      { commandKey: context.idempotencyKey, status: In(['authorized', 'refunded']) },
      { status: 'voided', updatedAt: new Date() },
    );
    if (affected === 1) return {};
    throw new CommandRefused('NOT_VOIDABLE', 'there is no authorization, or it was captured');
  }

  /** Takes the money that an authorization holds. */
  @MessagePattern('payment.capture')
  @CommandSchema({ output: outputOfTexts('captureId') })
  async capture(@Payload() input: CaptureInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { manager, idempotencyKey } = context;
    const id = input.authorizationId;
    // The row stays locked until the end: a void or another capture waits, then finds it captured.
    const { affected } = await manager.update(
      CardAuthorization,
      { id, status: 'authorized' },
      { status: 'captured', updatedAt: new Date() },
    );
    if (affected !== 1) {
      throw new CommandRefused('NOT_AUTHORIZED', `no money is held by authorization ${id}`);
    }
    const { amount } = await manager.findOneByOrFail(CardAuthorization, { id });
    const captureId = randomUUID();
    await manager.insert(Capture, {
      id: captureId,
      commandKey: idempotencyKey,
      authorizationId: id,
      amount,
    });
    return { captureId };
  }

  /** Refunds a capture. */
  @MessagePattern('payment.refund')
  async refund(@Payload() input: UndoInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { manager, idempotencyKey } = context;
    const capture = await manager.findOneBy(Capture, { commandKey: idempotencyKey });
    if (!capture) throw new CommandRefused('NOT_CAPTURED', 'this step captured no money');
    const refundId = randomUUID();
    await manager.insert(Refund, { id: refundId, captureId: capture.id, amount: capture.amount });
    await manager.update(
      CardAuthorization,
      { id: capture.authorizationId },
      { status: 'refunded', updatedAt: new Date() },
    );
    return { refundId };
  }
}
