import { ParticipantMisconfiguredError } from '#duties';
import { InProcessBroker, InProcessBus } from '#messaging';
import { DataSource } from 'typeorm';
import { settingsOf, type ParticipantOptions } from './settings/participant-options.js';

const say = () => {};
const options: ParticipantOptions = {
  participant: 'payment',
  bus: new InProcessBus(new InProcessBroker()),
  dataSource: new DataSource({ type: 'postgres', poolSize: 8 }),
  logger: { info: say, warn: say, error: say },
};

it('commands at a time leave one connection of the pool free', () => {
  expect(settingsOf(options)).toMatchObject({ concurrency: 7, prefix: 'conductor' });
});

it('commands share a transaction only where the service says so', () => {
  expect(settingsOf(options).batch).toBe(false);
  expect(settingsOf({ ...options, batch: true }).batch).toBe(true);
  const wrong = { ...options, batch: 'yes' as unknown as boolean };
  expect(() => settingsOf(wrong)).toThrow('batch has to be true or false, not "yes"');
});

it.each([
  ['left out', {}, 32, 50],
  ['no envelopes', { envelopes: 0 }, 32, 1],
  ['envelopes of one', { envelopes: 1 }, 32, 1],
  ['larger envelopes', { envelopes: 200 }, 32, 200],
  ['few commands', { prefetch: 5 }, 5, 1],
  ['one command', { prefetch: 1 }, 1, 1],
  ['too few for two in each message', { prefetch: 63 }, 63, 1],
  ['enough for some in each', { prefetch: 320 }, 32, 10],
  ['a number that does not divide', { prefetch: 500 }, 33, 15],
  ['more than the envelopes need', { prefetch: 5000 }, 100, 50],
  ['many commands, no envelopes', { prefetch: 500, envelopes: 0 }, 500, 1],
])('commands taken at a time, %s: never more than were asked for', (_, given, messages, inEach) => {
  const { prefetch, envelopes } = settingsOf({ ...options, ...given });
  expect({ prefetch, envelopes }).toEqual({ prefetch: messages, envelopes: inEach });
  if ('prefetch' in given) expect(prefetch * envelopes).toBeLessThanOrEqual(given.prefetch);
});

it.each([
  ['a name that is no queue’s', { participant: 'Payment Service' }],
  ['commands that outlive the inbox', { retentionDays: 10, commandMaxAgeDays: 10 }],
  ['no concurrency', { concurrency: 0 }],
  ['nothing taken', { prefetch: 0 }],
  ['a batch that is a word', { batch: 'true' as unknown as boolean }],
  ['a batch that is a number', { batch: 32 as unknown as boolean }],
  ['less than no envelopes', { envelopes: -1 }],
  ['a part of a command', { envelopes: 2.5 }],
  ['larger envelopes than anyone reads', { envelopes: 201 }],
  [
    'another database',
    { dataSource: new DataSource({ type: 'cockroachdb', timeTravelQueries: false }) },
  ],
])('%s is refused at the start', (_, wrong) => {
  expect(() => settingsOf({ ...options, ...wrong })).toThrow(ParticipantMisconfiguredError);
});
