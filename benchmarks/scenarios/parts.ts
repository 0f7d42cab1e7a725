import { bothLoads, warmUp } from '../both-loads.js';
import { startProduct } from '../contender.js';

/** With these a conductor reads every saga again, or sends each command by itself. */
const WITHOUT = {
  memory: { CONDUCTOR_SAGAS_IN_MEMORY: '1' },
  envelopes: { CONDUCTOR_COMMANDS_PER_MESSAGE: '1' },
};

/** What each part of the hot path gives: the product without it, beside the whole product. */
export async function parts(): Promise<void> {
  const contenders = [
    await startProduct({ name: 'whole' }),
    await startProduct({ name: 'no-memory', env: WITHOUT.memory }),
    await startProduct({ name: 'no-envelopes', env: WITHOUT.envelopes }),
    await startProduct({ name: 'neither', env: { ...WITHOUT.memory, ...WITHOUT.envelopes } }),
  ];
  await warmUp(contenders);
  await bothLoads(contenders);
}
