import { CommandRefused, CommandSchema, type CommandContext } from '#participant';
import { actOutFault, createCommandInputPipe, outputOfTexts } from '#service';
import { Controller, UsePipes } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { randomUUID } from 'node:crypto';
import { GiftNote } from './gift-note.entity.js';
import { Reservation } from './reservation.entity.js';
import { Shipment } from './shipment.entity.js';
import { GiftNoteInput, ReleaseInput, ReserveInput, ShipInput } from './shipping-commands.dto.js';
import { mergeLines, putBackIntoStock, takeFromStock } from './stock.js';

/**
 * The commands of the shipping service. The participant library makes sure each is done only once.
 */
@Controller()
@UsePipes(createCommandInputPipe())
export class ShippingCommandsController {
  /** Reserves all lines, or none: `OUT_OF_STOCK`, `UNKNOWN_SKU`. */
  @MessagePattern('shipping.reserve')
  @CommandSchema({ output: outputOfTexts('reservationId') })
  async reserve(@Payload() input: ReserveInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { manager, idempotencyKey, sagaId } = context;
    const lines = mergeLines(input.lines);
    const refusal = await takeFromStock(manager, lines);
    if (refusal) throw new CommandRefused(refusal.code, refusal.message);
    const reservationId = randomUUID();
    await manager.insert(Reservation, {
      id: reservationId,
      commandKey: idempotencyKey,
      sagaId,
      orderId: input.orderId,
      lines,
      status: 'reserved',
    });
    return { reservationId };
  }

  /** Releases a reservation. Refused when the goods have been shipped. */
  @MessagePattern('shipping.release')
  async release(@Payload() input: ReleaseInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { manager, idempotencyKey } = context;
    const { affected } = await manager.update(
      Reservation,
      { commandKey: idempotencyKey, status: 'reserved' },
      { status: 'released', updatedAt: new Date() },
    );
    if (affected !== 1) {
      throw new CommandRefused('NOT_RELEASABLE', 'there is no reservation, or it was shipped');
    }
    const { lines } = await manager.findOneByOrFail(Reservation, { commandKey: idempotencyKey });
    await putBackIntoStock(manager, lines);
    return {};
  }

  /** Ships what this saga reserved for the order. Refused when nothing is reserved. */
  @MessagePattern('shipping.ship')
  @CommandSchema({ output: outputOfTexts('trackingId') })
  async ship(@Payload() input: ShipInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { manager, idempotencyKey, sagaId } = context;
    const { orderId } = input;
    const { affected } = await manager.update(
      Reservation,
      { orderId, sagaId, status: 'reserved' },
      { status: 'shipped', updatedAt: new Date() },
    );
    if (!affected) {
      throw new CommandRefused('NOTHING_RESERVED', `nothing is reserved for order ${orderId}`);
    }
    const trackingId = `TRK-${randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
    await manager.insert(Shipment, { trackingId, commandKey: idempotencyKey, orderId });
    return { trackingId };
  }

  /** Keeps the text for the card in the parcel. Nothing undoes it. */
  @MessagePattern('shipping.gift-note')
  async writeGiftNote(@Payload() input: GiftNoteInput, @Ctx() context: CommandContext) {
    await actOutFault(input.faults, context);
    const { manager, idempotencyKey, sagaId } = context;
    await manager.insert(GiftNote, { commandKey: idempotencyKey, sagaId, text: input.text });
    return {};
  }
}
