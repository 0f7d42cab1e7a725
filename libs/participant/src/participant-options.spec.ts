import { InProcessBroker, InProcessBus } from '#messaging';
import { DataSource } from 'typeorm';
import {
  ParticipantMisconfiguredError,
  settingsOf,
  type ParticipantOptions,
} from './settings/participant-options.js';

const say = () => {};
const options: ParticipantOptions = {
  participant: 'payment',
  bus: new InProcessBus(new InProcessBroker()),
  dataSource: new DataSource({ type: 'postgres', poolSize: 8 }),
  logger: { info: say, warn: say, error: say },
};

it('commands at a time leave one connection of the pool free', () => {
  expect(settingsOf(options)).toMatchObject({ prefetch: 32, concurrency: 7, prefix: 'conductor' });
});

it.each([
  ['a name that is no queue’s', { participant: 'Payment Service' }],
  ['commands that outlive the inbox', { retentionDays: 10, commandMaxAgeDays: 10 }],
  ['no concurrency', { concurrency: 0 }],
  [
    'another database',
    { dataSource: new DataSource({ type: 'cockroachdb', timeTravelQueries: false }) },
  ],
])('%s is refused at the start', (_, wrong) => {
  expect(() => settingsOf({ ...options, ...wrong })).toThrow(ParticipantMisconfiguredError);
});
