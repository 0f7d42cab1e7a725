import { compileDefinition, type SagaDefinition } from '#definition';
import type { DefinitionCatalog, Resolution } from '#ports';
import { triggerWarnings } from './trigger-warnings.js';

/** A set of definitions with one version each. */
class Catalog implements DefinitionCatalog {
  constructor(private readonly definitions: readonly SagaDefinition[]) {}

  async resolve(name: string): Promise<Resolution> {
    const isThere = (await this.load(name)) !== null;
    return isThere ? { type: 'found', version: 1 } : { type: 'unknown' };
  }

  async load(name: string): Promise<SagaDefinition | null> {
    return this.definitions.find((each) => each.name === name) ?? null;
  }

  async triggeredBy(event: string) {
    return this.definitions
      .filter(({ trigger }) => trigger?.event === event)
      .map(({ name }) => ({ name, version: 1, isRetired: false }));
  }

  async triggerEvents() {
    return this.definitions.flatMap(({ trigger }) => (trigger ? [trigger.event] : []));
  }
}

interface Links {
  /** The definition whose completion triggers this one. */
  readonly after?: string;
  readonly children?: readonly string[];
}

function define(name: string, { after, children = [] }: Links = {}): SagaDefinition {
  const steps = [
    { name: 'rest', delay: '1s' },
    ...children.map((definition, at) => ({ name: `s${at}`, saga: { definition } })),
  ];
  const trigger = { event: `saga.completed.${after}`, key: '${data.sagaId}', input: {} };
  const result = compileDefinition({ name, steps, ...(after && { trigger }) }, 1);
  if (result.ok) return result.definition;
  throw new Error(JSON.stringify(result.faults));
}

async function told(posted: SagaDefinition, others: readonly SagaDefinition[]) {
  const warnings = await triggerWarnings(posted, new Catalog(others));
  return warnings.map(({ path, message }) => `${path} ${message.split(': ')[1]}`);
}

describe('Sagas that start each other', () => {
  it.each<[string, SagaDefinition, readonly SagaDefinition[], string]>([
    [
      'by their ends',
      define('pong', { after: 'ping' }),
      [define('ping', { after: 'pong' })],
      '/trigger/event pong → ping → pong',
    ],
    [
      'by the end of a child',
      define('mum', { after: 'kid', children: ['kid'] }),
      [define('kid')],
      '/trigger/event mum → kid → mum',
    ],
    [
      'by the end of a child’s child',
      define('gran', { after: 'kid', children: ['mum'] }),
      [define('mum', { children: ['kid'] }), define('kid')],
      '/trigger/event gran → mum → kid → gran',
    ],
    [
      'as a child of what the end of a new child starts',
      define('help', { children: ['kid'] }),
      [define('kid'), define('mum', { after: 'kid', children: ['help'] })],
      '/steps/1/saga help → kid → mum → help',
    ],
    [
      'as a child of what its own end starts',
      define('kid'),
      [define('mum', { after: 'kid', children: ['kid'] })],
      ' kid → mum → kid',
    ],
  ])('%s are told', async (_, posted, others, expected) => {
    expect(await told(posted, others)).toEqual([expected]);
  });

  it.each<[string, SagaDefinition, readonly SagaDefinition[]]>([
    ['one after the other', define('c', { after: 'b' }), [define('b', { after: 'a' })]],
    ['after another’s child', define('c', { after: 'kid' }), [define('kid'), define('mum')]],
    ['by an older trigger only', define('pong'), [define('ping'), define('pong')]],
    ['with children in common', define('a', { children: ['kid', 'kid'] }), [define('kid')]],
  ])('and end are not: %s', async (_, posted, others) => {
    expect(await told(posted, others)).toEqual([]);
  });

  it('in a ring that others have made are no news of this one', async () => {
    const ring = [define('ping', { after: 'pong' }), define('pong', { after: 'ping' })];
    expect(await told(define('start', { children: ['ping'] }), ring)).toEqual([]);
  });
});
