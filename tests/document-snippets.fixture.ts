/*
 * What an example of a document leaves out: its imports, and what the service has besides. An
 * example names its place in a comment: `<!-- compiles in: a mailer -->`.
 */

const NEST = `
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Ctx, EventPattern, MessagePattern, Payload, Transport,
  type MicroserviceOptions, type RmqContext,
} from '@nestjs/microservices';
import type { Channel, Message } from 'amqplib';
import { finalize } from 'rxjs';
`;

const LIBRARY = `
import {
  CommandSchema, openParticipant,
  type CommandContext, type MessageBus, type ParticipantLogger,
} from '@conductor/participant';
import { DataSource } from 'typeorm';
`;

const APPLICATION = `
@Module({})
class AppModule {}
declare const amqpUrl: string;
`;

const PAYMENT = `
declare class AuthorizePayment { orderId: string; amount: number; }
declare class Payments { authorize(key: string, input: AuthorizePayment): Promise<object>; }
@Module({})
class PaymentModule {}
`;

const PLAIN = `
import { ValidationPipe } from '@nestjs/common';
import { RpcException, ServerRMQ } from '@nestjs/microservices';
declare class CommandServer extends ServerRMQ {}
`;

const CARDS = `
import { CommandRefused } from '@conductor/participant';
declare class AuthorizePayment { orderId: string; card: string; }
declare class Authorization { id: string; orderId: string; isVoid: boolean; }
declare function isDeclined(card: string): boolean;
`;

const MAILER = `
declare class OrderPlaced { orderId: string; }
declare class Mails { sendOnce(id: string, order: OrderPlaced): Promise<void>; }
@Module({})
class MailerModule {}
`;

const ORDER = `
declare class Order { id: string; lines: { sku: string }[]; }
declare const order: Order;
declare const bus: MessageBus;
declare const dataSource: DataSource;
declare const logger: ParticipantLogger;
`;

const methodsOf = (member: string) => (snippet: string) => `
@Controller()
class Handlers {
  constructor(${member}) {}
${snippet}
}`;

const CORE = `
import { startParticipant } from '@conductor/participant/core';
import { pgDatabase } from '@conductor/participant/pg';
import type { Pool } from 'pg';
declare const amqpUrl: string;
declare const pool: Pool;
`;

const SERVE = `
import type { Type } from '@nestjs/common';
declare function serve(
  name: string, module: Type, url: string | undefined, tables: string,
): Promise<void>;
`;

const WALLET = `
import { CommandRefused } from '@conductor/participant';
interface Charge { owner: string; price: number; }
`;

const CLIENT = `
import {
  ConductorClient, ConductorError, InputInvalidError,
  type DefinitionDocument, type StartSaga,
} from '@conductor/client';
declare const conductor: ConductorClient;
declare const definition: DefinitionDocument;
declare const order: StartSaga;
declare const sagaId: string;
declare const signal: AbortSignal;
declare function readAgain(): Promise<void>;
`;

export const SURROUNDINGS: Readonly<Record<string, (snippet: string) => string>> = {
  'payment handlers': (snippet) =>
    NEST + LIBRARY + PAYMENT + methodsOf('private readonly payments: Payments')(snippet),
  'a payment service with the library': (snippet) => NEST + LIBRARY + CARDS + snippet,
  'an application': (snippet) => NEST + LIBRARY + APPLICATION + snippet,
  'a service with a database': (snippet) =>
    `${LIBRARY}declare const amqpUrl: string;\ndeclare const dataSource: DataSource;\n${snippet}`,
  'a service without a framework': (snippet) => CORE + snippet,
  'a service beside serve.mts': (snippet) =>
    SERVE + snippet.replace("import { serve } from './serve.mjs';\n", ''),
  'a wallet with NestJS': (snippet) => NEST + LIBRARY + WALLET + snippet,
  'an order service': (snippet) => LIBRARY + ORDER + snippet,
  'a mailer': (snippet) => NEST + MAILER + snippet,
  'mailer handlers': (snippet) =>
    NEST + MAILER + methodsOf('private readonly mails: Mails')(snippet),
  'a program with a client': (snippet) => CLIENT + snippet,
  'a plain payment service': (snippet) => NEST + PLAIN + PAYMENT + snippet,
  'plain payment handlers': (snippet) =>
    NEST + PAYMENT + methodsOf('private readonly payments: Payments')(snippet),
};
