import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { findingsOf, track, type AlertSettings, type Looked } from '#alerts';
import { FloodGuard } from '#messaging';
import type { AlertStore } from '#persistence';
import { RepeatingTask, systemClock } from '#resilience';

type RoutedMessage = Parameters<AlertStore['tell']>[2][number];

/** How often one replica looks. */
const LOOK_MS = 10_000;
/** What is gone for so long is told to be right again: what comes and goes is told once. */
const GONE_MS = 30_000;
/** Messages of one look; one more says how many others there are. */
const MESSAGES_MAX = 10;

/** Looks for what people should know, and writes the messages that tell them. */
export class AlertWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: RepeatingTask;
  private readonly log: FloodGuard;

  constructor(
    private readonly parts: {
      readonly settings: AlertSettings;
      readonly store: Pick<AlertStore, 'takeTurn' | 'states' | 'tell'>;
      readonly look: () => Promise<Looked>;
      readonly onTold: () => void;
      readonly logger: Logger;
      /** Default 10 s. */
      readonly lookMs?: number;
    },
  ) {
    this.log = new FloodGuard(parts.logger);
    this.task = new RepeatingTask(systemClock, () => this.run());
  }

  onApplicationBootstrap(): void {
    if (this.parts.settings.routes.length > 0) this.task.start(this.lookMs);
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  private get lookMs(): number {
    return this.parts.lookMs ?? LOOK_MS;
  }

  private async run(): Promise<number> {
    try {
      // a little less than the interval: a replica alone has each of its turns
      const turn = await this.parts.store.takeTurn(this.lookMs * 0.8);
      if (turn !== null) await this.lookAndTell(turn);
    } catch (error) {
      this.log.warn({ err: error }, 'cannot look for what people should know');
    }
    return this.lookMs;
  }

  private async lookAndTell(turn: string): Promise<void> {
    const { settings, store, look, onTold } = this.parts;
    const looked = await look();
    const before = await store.states();
    const options = {
      now: looked.now,
      intervalMs: settings.intervalMs,
      goneMs: Math.min(GONE_MS, this.lookMs * 3),
      messagesMax: MESSAGES_MAX,
    };
    const { states, messages } = track(before, findingsOf(looked, settings), options);
    if (states.length + before.length === 0) return;
    const routed = messages.flatMap((message) =>
      settings.routes
        .filter(({ kinds }) => kinds.includes(message.finding.kind))
        .map(({ name }): RoutedMessage => ({ route: name, message })),
    );
    const isTold = await store.tell(turn, states, routed);
    if (isTold && routed.length > 0) onTold();
  }
}
