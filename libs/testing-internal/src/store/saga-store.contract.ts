import { claimContract } from './saga-store-claims.contract.js';
import { definitionContract } from './saga-store-definitions.contract.js';
import { eventContract } from './saga-store-events.contract.js';
import { familyContract } from './saga-store-families.contract.js';
import { lockContract } from './saga-store-locks.contract.js';
import { outboxContract } from './saga-store-outbox.contract.js';
import { presenceContract } from './saga-store-presence.contract.js';
import { pulseContract } from './saga-store-pulse.contract.js';
import { recordContract } from './saga-store-records.contract.js';
import { rememberedContract } from './saga-store-remembered.contract.js';
import { sizeContract } from '../saga-store-sizes.contract.js';
import { startContract } from './saga-store-starts.contract.js';
import { transitionContract } from './saga-store-transitions.contract.js';
import { type SagaStoreFixture, StoreAccess } from './saga-store-data.js';

/** What every implementation of `SagaStore` must do. */
export function sagaStoreContract(
  name: string,
  createFixture: () => Promise<SagaStoreFixture>,
): void {
  describe(name, () => {
    let access: StoreAccess;

    beforeAll(async () => {
      access = new StoreAccess(await createFixture());
    });
    afterAll(() => access.fixture.dispose());

    startContract(() => access);
    transitionContract(() => access);
    rememberedContract(() => access);
    claimContract(() => access);
    outboxContract(() => access);
    recordContract(() => access);
    lockContract(() => access);
    eventContract(() => access);
    presenceContract(() => access);
    pulseContract(() => access);
    familyContract(() => access);
    definitionContract(() => access);
    sizeContract(() => access);
  });
}
