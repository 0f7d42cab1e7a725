import { purgeInbox } from '#duties';
import { deliveryContract } from '#testing-duties';
import { Bench } from './participant.fixture.js';
import { openPaymentBench } from './payment.fixture.js';

deliveryContract('A command', () => openPaymentBench());

it('many old rows are deleted in small batches', async () => {
  const bench = await Bench.open();
  await bench.dataSource.query(`
    insert into inbox (idempotency_key, outcome, command, received_at)
    select 'old-' || n, 'fenced', 'payment.authorize', clock_timestamp() - interval '31 days'
    from generate_series(1, 2500) n`);
  expect(await purgeInbox(bench.ask, 30)).toBe(2_500);
  await bench.close();
});
