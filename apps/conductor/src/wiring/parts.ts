import type { Logger } from 'pino';
import type { AlertSettings } from '#alerts';
import type { MessageBus } from '#bus';
import type { ParticipantAccount, pauses } from '#runtime';
import type { ConductorLimits, DeadMessageLimits } from '../config.js';
import type { FourEyesConfig } from '../settings/four-eyes-config.js';
import type { ConductorDatabase } from '../database.js';
import type { Access } from '../open-access.js';

/** The parts that exist before Nest starts. */
export interface ConductorParts {
  readonly database: ConductorDatabase;
  readonly bus: MessageBus;
  readonly access: Access;
  readonly logger: Logger;
  /** The first part of the names of exchanges and queues. */
  readonly prefix: string;
  /** Key that signs correlation ids. */
  readonly replySecret: string;
  /** Key that signs the cursors of lists. */
  readonly cursorSecret: string;
  readonly limits: ConductorLimits;
  readonly deadMessages?: DeadMessageLimits;
  /** Who is told of what. Left out: nobody. */
  readonly alerts?: AlertSettings;
  /** How often people's alerts are looked for, in ms. Left out: 10 s. */
  readonly alertLookMs?: number;
  /** When attempts that keep failing are paused. Left out or null: never. */
  readonly automaticPause?: pauses.AutomaticPauseRules | null;
  /** Which acts need a second person. Left out: none. */
  readonly fourEyes?: FourEyesConfig;
  /** Accounts of participants whose broker account has another name. */
  readonly participantAccounts: readonly ParticipantAccount[];
}

/** Uses connections that readers cannot exhaust. */
export const STARTED_SAGAS = Symbol('started sagas');
export const POSTED_DEFINITIONS = Symbol('posted definitions');
export const PARTICIPANT_DIRECTORY = Symbol('participant directory');
