import { ageContract } from './age.contract.js';
import { deliveryContract } from './delivery.contract.js';
import { dutiesContract } from './duties.contract.js';
import { nodeService } from './payment-services.fixture.js';

/* The Node library passes from outside what it is tested for from within. */

dutiesContract('The Node library', nodeService);
ageContract('The Node library', nodeService);
deliveryContract('The Node library', nodeService);
