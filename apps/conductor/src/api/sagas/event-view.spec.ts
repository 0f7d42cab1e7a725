import { type Schema, Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import type { SagaEvent } from '#engine';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';
import { HISTORY_SCHEMAS } from '../openapi/history-schemas.js';
import { toEventView } from './event-view.js';

const error = { type: 'object', required: ['code', 'message'] };
const schemas = { ...HISTORY_SCHEMAS, Json: {}, SagaError: error, DefinitionRef: {} };
const validator = new Validator(
  { $ref: '#/components/schemas/SagaEvent', components: { schemas } } as Schema,
  '2020-12',
);
const isDocumented = (event: unknown) => validator.validate(event).valid;

const sagas = definitionDocuments.map(({ document, input }) => ({
  definition: compile(document),
  input,
  toString: () => JSON.stringify(document, null, 1),
}));

describe('An event of a history', () => {
  it('is as the API documents it, with its instants in ISO 8601, whatever the saga did', () => {
    const seen = new Set<SagaEvent['type']>();
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        const run = new SagaRun(saga.definition, saga.input);
        for (const entry of schedule) run.follow(entry);
        for (const event of run.transitions.flatMap(({ events }) => events)) {
          seen.add(event.type);
          const shown = JSON.parse(JSON.stringify(toEventView(event))) as unknown;
          expect([shown, isDocumented(shown)]).toEqual([shown, true]);
        }
      }),
      { runs: 200 },
    );
    expect(seen.size).toBeGreaterThan(30);
  });

  it('would not be documented with an instant as a number', () => {
    const event: SagaEvent = {
      type: 'wait-opened',
      step: 'paid',
      signal: null,
      event: { name: 'bank.settled', key: 'o-1', since: Date.UTC(2030, 0, 1) },
      dueAt: Date.UTC(2030, 0, 2),
    };
    expect(isDocumented(event)).toBe(false);
    expect(toEventView(event)).toEqual({
      ...event,
      event: { name: 'bank.settled', key: 'o-1', since: '2030-01-01T00:00:00.000Z' },
      dueAt: '2030-01-02T00:00:00.000Z',
    });
    const locks = [{ key: 'k', onBusy: 'wait' as const, dueAt: 0 }];
    expect(toEventView({ type: 'locks-requested', locks, checkAt: 1 })).toEqual({
      type: 'locks-requested',
      locks: [{ key: 'k', onBusy: 'wait', dueAt: '1970-01-01T00:00:00.000Z' }],
      checkAt: '1970-01-01T00:00:00.001Z',
    });
  });

  it('keeps what sagas carry as it is, whatever it is called', () => {
    const payload = { dueAt: 5, since: 6, deadlineAt: 7 };
    const event: SagaEvent = { type: 'signal-received', name: 'go', id: 'g-1', payload };
    expect(toEventView(event)).toEqual(event);
  });
});
