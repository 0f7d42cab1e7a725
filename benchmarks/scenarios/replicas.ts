import { bothLoads, warmUp } from '../both-loads.js';
import { startProduct } from '../contender.js';

/** Two conductors on one database, which callers ask in turn, beside one alone. */
export async function replicas(): Promise<void> {
  const contenders = [
    await startProduct({ name: 'two-replicas', replicas: 2 }),
    await startProduct({ name: 'one-replica' }),
  ];
  await warmUp(contenders);
  await bothLoads(contenders);
}
