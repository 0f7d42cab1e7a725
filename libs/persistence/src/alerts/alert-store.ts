import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { alertSubject, type AlertMessage, type AlertState } from '#alerts';
import type { Act } from '../audit/act.js';
import { actStatement } from '../audit/record-act.js';
import {
  ADD_DELIVERIES,
  CLAIM_DELIVERIES,
  FORGET_DELIVERIES,
  HOLD_ALERT_TURN,
  READ_ALERTS,
  SETTLE_DELIVERY,
  TAKE_ALERT_TURN,
  WRITE_ALERTS,
  type ClaimedDelivery,
} from '../sql/alerts/alerts.js';
import { StatementBatch } from '../store/statement-batch.js';
import { storable } from '../store/storable-text.js';
import { StoreConnections } from '../store/store-connections.js';

/** Messages that wait for receivers that are away; beyond, the newest are not written. */
const WAITING_MAX = 5_000;
const LOG_DAYS = 30;
const LOG_MAX = 10_000;
const FORGOTTEN_MAX = 500;
const TEXT_MAX = 500;

/** A message for one route. */
export interface RoutedMessage {
  readonly route: string;
  readonly message: AlertMessage;
}

export interface DueDelivery {
  /** Names the message for its receiver, in all attempts. */
  readonly id: string;
  readonly route: string;
  readonly message: AlertMessage;
  /** Attempts, with the one that comes now. */
  readonly tries: number;
  readonly ageMs: number;
}

/** What people were told of, and the outbox of what tells them. */
export class AlertStore {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /** null: it is not this replica's turn to look. @throws StoreUnavailableError */
  async takeTurn(turnMs: number): Promise<string | null> {
    const taking = { ...TAKE_ALERT_TURN, values: [turnMs] };
    return (await this.connections.run<{ turn: string }>(taking)).rows[0]?.turn ?? null;
  }

  async states(): Promise<readonly AlertState[]> {
    const { rows } = await this.connections.run<{ state: string }>({ ...READ_ALERTS, values: [] });
    return rows.map(({ state }) => JSON.parse(state) as AlertState);
  }

  /**
   * What is remembered from now on, and what is to be told, in one transaction. False: another
   * replica has had its turn meanwhile, and nothing was written.
   */
  tell(
    turn: string,
    states: readonly AlertState[],
    messages: readonly RoutedMessage[],
  ): Promise<boolean> {
    return this.connections.use(async (client) => {
      const holding = new StatementBatch(client);
      holding.add('begin');
      const held = holding.add({ ...HOLD_ALERT_TURN, values: [turn] });
      await holding.execute();
      const isHeld = held().rowCount === 1;
      const writing = new StatementBatch(client);
      if (isHeld) {
        writing.add({ ...WRITE_ALERTS, values: stateValues(states) });
        if (messages.length > 0) {
          writing.add({ ...ADD_DELIVERIES, values: [...messageValues(messages), WAITING_MAX] });
        }
      }
      writing.add(isHeld ? 'commit' : 'rollback');
      await writing.execute({ endsWithCommit: isHeld });
      return isHeld;
    });
  }

  /** Messages whose time has come; for `leaseMs` no other replica takes them. */
  async claim(limit: number, leaseMs: number): Promise<readonly DueDelivery[]> {
    const claiming = { ...CLAIM_DELIVERIES, values: [limit, leaseMs] };
    const { rows } = await this.connections.run<ClaimedDelivery>(claiming);
    return rows.map(({ id, route, message, tries, age_ms }) => {
      return { id, route, tries, ageMs: age_ms, message: JSON.parse(message) as AlertMessage };
    });
  }

  /** `retryInMs` null: no further attempt. `error` null: it was sent. */
  async settle(id: string, error: string | null, retryInMs: number | null): Promise<void> {
    const values = [id, error === null, error && textOf(error), retryInMs];
    await this.connections.run({ ...SETTLE_DELIVERY, values });
  }

  /** Records a test. @throws StoreContentionError one is recorded under its key */
  async recordTest(act: Act): Promise<void> {
    await this.connections.run(actStatement(act));
  }

  /** Deletes one portion of the log that is too old, or too much. */
  async forget(): Promise<void> {
    const values = [LOG_DAYS, LOG_MAX, FORGOTTEN_MAX];
    await this.connections.run({ ...FORGET_DELIVERIES, values });
  }
}

function stateValues(states: readonly AlertState[]): unknown[] {
  return [states.map(({ key }) => key), states.map((state) => JSON.stringify(state))];
}

function messageValues(messages: readonly RoutedMessage[]): unknown[] {
  return [
    messages.map(() => randomUUID()),
    messages.map(({ route }) => route),
    messages.map(({ message }) => message.event),
    messages.map(({ message }) => message.finding.key),
    messages.map(({ message }) => textOf(alertSubject(message))),
    messages.map(({ message }) => JSON.stringify(message)),
  ];
}

function textOf(text: string): string {
  return storable(text.slice(0, TEXT_MAX));
}
