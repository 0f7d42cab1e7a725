import { ParticipantModule } from '#participant';
import { Module } from '@nestjs/common';
import { ShippingCommandsController } from './shipping-commands.controller.js';

@Module({ imports: [ParticipantModule], controllers: [ShippingCommandsController] })
export class ShippingModule {}
