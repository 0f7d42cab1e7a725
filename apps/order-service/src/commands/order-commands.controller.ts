import { CommandRefused, CommandSchema, type CommandContext } from '#participant';
import { actOutFault, createCommandInputPipe, outputOfTexts } from '#service';
import { Controller, UsePipes } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { ConfirmInput, CreateInput, RejectInput } from './order-commands.dto.js';
import { Order } from '../order.entity.js';

/** The commands of the order service. The participant library makes sure each is done only once. */
@Controller()
@UsePipes(createCommandInputPipe())
export class OrderCommandsController {
  /**
   * Creates the order as pending, or takes over the one that `POST /orders` stored. An order
   * belongs to one saga; any other gets `ORDER_EXISTS`. A saga that was rewound and goes forward
   * again finds its order rejected, and reopens it.
   */
  @MessagePattern('order.create')
  @CommandSchema({ output: outputOfTexts('orderId') })
  async create(@Payload() input: CreateInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { manager, sagaId } = context;
    const { orderId, customerId, lines, amount } = input;
    const taken = await manager.query<unknown[]>(CREATE_OR_ADOPT, [
      orderId,
      customerId ?? null,
      JSON.stringify(lines),
      amount?.toFixed(2) ?? null,
      sagaId,
    ]);
    if (taken.length === 0) {
      throw new CommandRefused('ORDER_EXISTS', `order ${orderId} belongs to another saga`);
    }
    return { orderId };
  }

  /** Undoes the creation. A confirmed order stays confirmed. */
  @MessagePattern('order.reject')
  async reject(@Payload() input: RejectInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { affected } = await context.manager.update(
      Order,
      { id: input.orderId, sagaId: context.sagaId, status: 'pending' },
      { status: 'rejected', reason: 'the order could not be fulfilled', updatedAt: new Date() },
    );
    if (affected === 1) return {};
    throw new CommandRefused('NOT_PENDING', `order ${input.orderId} is not pending`);
  }

  @MessagePattern('order.confirm')
  @CommandSchema({ output: outputOfTexts('orderId') })
  async confirm(@Payload() input: ConfirmInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { orderId, trackingId } = input;
    const { affected } = await context.manager.update(
      Order,
      { id: orderId, sagaId: context.sagaId, status: 'pending' },
      { status: 'confirmed', trackingId: trackingId ?? null, updatedAt: new Date() },
    );
    if (affected === 1) return { orderId };
    throw new CommandRefused('NOT_PENDING', `order ${orderId} is not pending`);
  }
}

const CREATE_OR_ADOPT = `
  insert into customer_order (id, customer_id, lines, amount, status, saga_id)
  values ($1, $2, $3, $4, 'pending', $5)
  on conflict (id) do update
    set saga_id = excluded.saga_id, status = 'pending', reason = null,
        updated_at = clock_timestamp()
    where (customer_order.status = 'pending' and customer_order.saga_id is null)
       or (customer_order.status <> 'confirmed' and customer_order.saga_id = excluded.saga_id)
  returning id`;
