import { Body, Controller, Get, Headers, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PlaceOrderDto } from './order-api.dto.js';
import { toOrderView, type OrderView } from './order-view.js';
import { OrderPlacement } from './order-placement.js';
import { OrderApiError } from './problem.js';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

@Controller('orders')
export class OrderApiController {
  constructor(private readonly placement: OrderPlacement) {}

  /**
   * 201 with the order, `pending`: it is stored, and its saga will run, whatever happens to this
   * process. `sagaId` is null when the conductor has not answered yet. The same `Idempotency-Key`
   * and body again: 200 and the same order, as it is now; with another body 422.
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
        'It has 1 to 200 visible ASCII characters.',
      );
    }
    const { order, isNew } = await this.placement.place(request, idempotencyKey ?? null);
    void reply.code(isNew ? 201 : 200).header('location', `/orders/${order.id}`);
    return toOrderView(order);
  }

  /** `pending` while its saga runs, then `confirmed` or `rejected`. */
  @Get(':id')
  async show(@Param('id') id: string): Promise<OrderView> {
    const order = await this.placement.find(id);
    if (!order) throw new OrderApiError('ORDER_NOT_FOUND', 'No order has this id.');
    return toOrderView(order);
  }
}
