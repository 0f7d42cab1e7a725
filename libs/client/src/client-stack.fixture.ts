import {
  ConductorStack,
  ORDER_DEFINITION,
} from '../../../apps/conductor/src/conductor-stack.fixture.js';
import type { ConductorConfig } from '../../../apps/conductor/src/config.js';
import type { ClientOptions } from './transport/client-options.js';
import { ConductorClient } from './conductor-client.js';

/** A loan that waits until somebody has approved it. */
export const LOAN = {
  name: 'loan',
  steps: [
    { name: 'approval', wait: { signal: 'approved' } },
    { name: 'pay', command: 'payment.pay', kind: 'pivot' },
  ],
} as const;

/** A real conductor with its participants, and a client of it. */
export class ClientStack {
  private constructor(
    readonly stack: ConductorStack,
    readonly client: ConductorClient,
  ) {}

  static async start(
    changes: Partial<ConductorConfig> = {},
    options: Partial<ClientOptions> = {},
  ): Promise<ClientStack> {
    const stack = await ConductorStack.start(changes);
    const client = new ConductorClient({ baseUrl: stack.conductor.url, ...options });
    await client.definitions.apply(ORDER_DEFINITION);
    await client.definitions.apply(LOAN);
    return new ClientStack(stack, client);
  }

  /** What is needed to start a saga of the orders. */
  order(orderId: string) {
    return { definition: ORDER_DEFINITION.name, key: orderId, input: { orderId } };
  }

  close(): Promise<void> {
    return this.stack.close();
  }
}
