import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { compileDefinition, type SagaDefinition } from '#definition';
import type { Reader } from '#database';
import type { pausing, SagaState } from '#engine';
import { DefinitionStore, PostgresSagaStore } from '#persistence';
import { noWrites } from '#ports';
import { workOf } from '#testing-internal';
import { definitionDocuments, SagaRun, schedules } from '#testing-sagas';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const documents = fc.array(
  definitionDocuments
    .map(({ document, input }) => ({ document: ofTwo(document), input }))
    .filter(({ document }) => compileDefinition(document, 1).ok),
  { minLength: 2, maxLength: 3 },
);
const oneSaga = fc.record({
  of: fc.nat(2),
  schedule: schedules,
  key: fc.constantFrom(null, 'one', 'Two %_é', 'three'),
  /**
   * How long ago its last transition was. Just now is a minute ahead: a command is asked about once
   * it takes 2 s, and on a busy machine the answers that are compared lie further apart.
   */
  restsMs: fc.constantFrom(-MINUTE_MS, HOUR_MS, 48 * HOUR_MS),
  isUnsent: fc.boolean(),
  /** What is paused was so from its start on: steps are held before they begin. */
  isHeld: fc.boolean(),
});
/** Sagas in random states, what is beside them, and filters. */
export const worlds = fc.record({
  documents,
  sagas: fc.array(oneSaga, { minLength: 10, maxLength: 20 }),
  pauses: fc.array(
    fc.record({
      of: fc.nat(2),
      step: fc.nat(20),
      kind: fc.constantFrom('definition', 'step', 'participant'),
      withCompensations: fc.boolean(),
      isOver: fc.boolean(),
      isAutomatic: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  silent: fc.array(fc.nat(20), { maxLength: 1 }),
  filters: fc.array(
    fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.boolean()), {
      minLength: 1,
      maxLength: 3,
    }),
    { minLength: 30, maxLength: 30 },
  ),
});
export type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

/** Every other step is carried out by another participant. */
function ofTwo(document: object): object {
  const { steps } = document as { readonly steps: readonly object[] };
  const others = steps.map((step, index) => {
    const text = JSON.stringify(step);
    return JSON.parse(index % 2 === 0 ? text : text.replaceAll('"part.', '"other.')) as object;
  });
  return { ...document, steps: others };
}

export interface Known {
  readonly definitions: readonly SagaDefinition[];
  readonly states: readonly SagaState[];
  readonly participants: readonly string[];
}

/** Writes the sagas as the conductor does, and what is beside them. */
export async function write(world: World, pool: Pool, reader: Reader): Promise<Known> {
  await pool.query('truncate saga, saga_definition, outbox, outbox_batch, pause cascade');
  const store = new DefinitionStore(reader);
  const definitions: SagaDefinition[] = [];
  for (const [index, { document }] of world.documents.entries()) {
    const named = { ...document, name: `random-${index}` };
    const result = compileDefinition(named, 1);
    if (!result.ok) throw new Error('it compiled before');
    definitions.push(result.definition);
    const posted = { name: named.name, hash: `${index}`, document: JSON.stringify(named) };
    const by = { actor: 'test', via: 'api', reason: 'a test', credential: null } as const;
    await store.save({ ...posted, triggerEvent: null, by });
  }
  const states = world.sagas.map((saga, index) => stateOf(saga, index, { world, definitions }));
  const starts = states.map((state) => {
    return { state, wakeAt: null, idempotencyKey: null, fingerprint: null };
  });
  await new PostgresSagaStore(pool).transact(workOf({}, () => ({ ...noWrites(), starts })));
  // a start has just begun, and what has ended is guarded
  await pool.query('alter table saga disable trigger user');
  await pool.query(
    `update saga set created_at = to_timestamp((state::json ->> 'startedAt')::float8 / 1000)`,
  );
  await pool.query('alter table saga enable trigger user');
  const participants = participantsOf(definitions);
  await writeOutbox(world, states, pool);
  await writePauses(world, definitions, pool);
  return { definitions, states, participants: [...new Set(participants)] };
}

/** A random state, moved to the present, with an id as of its start. */
function stateOf(
  saga: World['sagas'][number],
  index: number,
  {
    world,
    definitions,
  }: { readonly world: World; readonly definitions: readonly SagaDefinition[] },
): SagaState {
  const of = saga.of % definitions.length;
  const definition = definitions[of];
  if (definition === undefined) throw new Error('there are some');
  const run = new SagaRun(definition, world.documents[of]?.input ?? null);
  if (saga.isHeld) run.pauses = pausesFrom(run.at, world, definitions);
  for (const entry of saga.schedule) run.follow(entry);
  const moved = run.at - (Date.now() - saga.restsMs);
  const text = JSON.stringify({ ...run.state, key: saga.key }, (_name, value: unknown) =>
    typeof value === 'number' && value > 1.8e12 ? Math.round(value - moved) : value,
  );
  const state = JSON.parse(text) as SagaState;
  const time = Math.floor(state.startedAt).toString(16).padStart(12, '0');
  const rest = index.toString(16).padStart(12, '0');
  return { ...state, id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}` };
}

/** As the engine is given them. */
function pausesFrom(
  from: number,
  { pauses }: World,
  definitions: readonly SagaDefinition[],
): readonly pausing.Pause[] {
  const lasting = pauses.filter(({ isOver }) => !isOver);
  return lasting.map((pause, index) => {
    const { withCompensations } = pause;
    const scope = scopeOf(pause, definitions);
    const automatic = isAutomatic(pause) ? { isAutomatic: true } : {};
    return { id: `p-${index}`, scope, from, to: null, withCompensations, ...automatic };
  });
}

/** As the conductor makes them. */
function isAutomatic(asked: World['pauses'][number]): boolean {
  const { isAutomatic: isAsked, kind, withCompensations, isOver } = asked;
  return isAsked && kind !== 'definition' && !withCompensations && !isOver;
}

function scopeOf(
  { of, step, kind }: World['pauses'][number],
  definitions: readonly SagaDefinition[],
): pausing.PauseScope {
  const { name, steps } = definitions[of % definitions.length] ?? { name: 'none', steps: [] };
  if (kind === 'definition') return { definition: name };
  if (kind === 'step') return { definition: name, step: steps[step % steps.length]?.name ?? '' };
  const participants = participantsOf(definitions);
  return { participant: participants[step % participants.length] ?? 'nobody' };
}

function participantsOf(definitions: readonly SagaDefinition[]): readonly string[] {
  return definitions.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.type === 'command' && !step.child ? [step.participant] : [])),
  );
}

/** What the broker did not take of some sagas: the latest attempt of each step. */
async function writeOutbox(world: World, states: readonly SagaState[], pool: Pool): Promise<void> {
  for (const [index, state] of states.entries()) {
    if (world.sagas[index]?.isUnsent !== true) continue;
    for (const [name, step] of Object.entries(state.steps)) {
      if (!('exchange' in step)) continue;
      const { direction, attempt } = step.exchange;
      const [wire = ''] = name.split('[', 1);
      const id = `${state.id}/${wire}/${step.iteration}/${direction}/${attempt}`;
      if (index % 2 === 0) {
        const row = `insert into outbox (message_id, saga_id, message, lease_until)
          values ($1, $2, '{}', now())`;
        await pool.query(row, [id, state.id]);
      } else {
        const row = `insert into outbox_batch (id, message_ids, messages, lease_until)
          values ($1, $2, '[]', now())`;
        await pool.query(row, [randomUUID(), [id, 'another/one']]);
      }
    }
  }
}

async function writePauses(
  world: World,
  definitions: readonly SagaDefinition[],
  pool: Pool,
): Promise<void> {
  for (const asked of world.pauses) {
    const { withCompensations, isOver } = asked;
    await pool.query(
      `insert into pause (id, scope, with_compensations, "by", reason, fingerprint, began_at, until,
                          is_automatic, probe_ms, next_probe_at)
       values ($1, $2, $3, 'test', 'a test', '', now() - interval '1 hour',
               case when $4 then now() - interval '1 minute' end, $5, 1000, now())
       on conflict do nothing`,
      [
        randomUUID(),
        JSON.stringify(scopeOf(asked, definitions)),
        withCompensations,
        isOver,
        isAutomatic(asked),
      ],
    );
  }
}
