import { Body, Controller, Get, Headers, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PlaceOrderDto } from './order-api.dto.js';
import { toOrderView, type OrderView } from './order-view.js';
import { OrderPlacement } from './order-placement.js';
import { OrderApiError } from '../problem.js';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

@Controller('orders')
export class OrderApiController {
  constructor(private readonly placement: OrderPlacement) {}

  /**
   * Answers 201 with the `pending` order. It is stored and its saga will run, even if this process
   * dies. `sagaId` is null when no command of its saga arrived within 2 s; `sagaStart` says more.
   * Repeating the `Idempotency-Key` and body gives 200 and the same order in its current state;
   * with another body it gives 422.
   */
  @Post()
  async place(
    @Body() request: PlaceOrderDto,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
      throw new OrderApiError(
        'IDEMPOTENCY_KEY_INVALID',
        'It must have 1 to 200 visible ASCII characters.',
      );
    }
    const placed = await this.placement.place(request, idempotencyKey ?? null);
    void reply.code(placed.isNew ? 201 : 200).header('location', `/orders/${placed.order.id}`);
    return toOrderView(placed);
  }

  /** `pending` while its saga runs, then `confirmed` or `rejected`. */
  @Get(':id')
  async show(@Param('id') id: string): Promise<OrderView> {
    const found = await this.placement.find(id);
    if (!found) throw new OrderApiError('ORDER_NOT_FOUND', 'No order has this id.');
    return toOrderView(found);
  }
}
