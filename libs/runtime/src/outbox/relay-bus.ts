import type { MessageBus } from '#bus';

/** What the relay needs of a bus. */
export type RelayBus = Pick<MessageBus, 'publish' | 'declare' | 'status' | 'onStatus'>;
