import { ParticipantModule } from '#participant';
import { Module } from '@nestjs/common';
import { PaymentCommandsController } from './payment-commands.controller.js';

@Module({ imports: [ParticipantModule], controllers: [PaymentCommandsController] })
export class PaymentModule {}
