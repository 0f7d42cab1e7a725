import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import pg from 'pg';
import { conductorNames, participantQueue, replyQueue } from '#bus';

/**
 * The real servers that tests run against. `npm test` starts them and sets `DATABASE_URL` and
 * `AMQP_URL`; each test file then has a database and a broker prefix of its own.
 */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A database with a name of its own on the server of `DATABASE_URL`. `conductor`: a copy of the
 * one with all migrations that `npm test` makes, where there is one; whoever uses it migrates it
 * all the same, which finds nothing to do. Left out: it is empty.
 */
export async function createTestDatabase(tables?: 'conductor'): Promise<TestDatabase> {
  const template = tables === undefined ? undefined : process.env['DATABASE_TEMPLATE'];
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name}${template ? ` template ${template}` : ''}`);
  const url = new URL(required('DATABASE_URL'));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  };
}

/** The broker of `AMQP_URL`. */
export function brokerUrl(): string {
  return required('AMQP_URL');
}

/** Names of exchanges and queues that no other test uses. */
export function uniquePrefix(): string {
  return `test-${randomUUID().slice(0, 8)}`;
}

/** Reply queues of replicas that a test may have. */
const NUMBERS = [0, 1, 2, 3];

/** Takes the queues of a prefix off the broker: each of them keeps files open there. */
export async function deleteQueues(prefix: string, participants: readonly string[]): Promise<void> {
  const { repliesQueue, intakeQueue, deadQueue } = conductorNames(prefix);
  const queues = participants.map((participant) => participantQueue(prefix, participant));
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  const numbered = NUMBERS.map((number) => replyQueue(prefix, number));
  for (const queue of [repliesQueue, ...numbered, intakeQueue, deadQueue, ...queues]) {
    await channel.deleteQueue(queue);
  }
  await connection.close();
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: required('DATABASE_URL') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with "npm test"`);
  return value;
}
