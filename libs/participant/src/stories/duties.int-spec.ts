import { dutiesContract } from '#testing-duties';
import { BOTH_WAYS } from './participant.fixture.js';
import { openPaymentBench } from './payment.fixture.js';

for (const way of BOTH_WAYS) {
  dutiesContract(`A command ${way.name}`, () => openPaymentBench(way));
}
