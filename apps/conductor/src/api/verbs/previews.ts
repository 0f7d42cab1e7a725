import { setImmediate } from 'node:timers/promises';
import type { SagaDefinition } from '#definition';
import {
  type Decision,
  type OperatorAction,
  type OperatorInput,
  pausing,
  type SagaState,
  operators,
} from '#engine';
import type { DefinitionSource, pausePorts } from '#ports';
import { sequelInParts, type Sequel } from '#preview';
import type { SagaQueries, WaitingQueries } from '#queries';
import type { pauses } from '#runtime';
import { ApiError } from '../edge/api-error.js';
import type { PreviewView } from './preview-view.js';
import { toPreviewView, type Previewed } from './to-preview-view.js';

export interface PreviewParts {
  readonly sagas: SagaQueries;
  readonly definitions: DefinitionSource;
  readonly pauses: Pick<pauses.PauseBook, 'touching'>;
  readonly locks: Pick<WaitingQueries, 'holdersOf'>;
  /** The first part of the names of queues. */
  readonly prefix: string;
}

export interface PreviewOptions {
  /** Left out: any. */
  readonly expectedVersion?: number | undefined;
  /** Of all payloads that are shown. Left out: a million. */
  readonly dataCharsMax?: number | undefined;
}

type NotDone = Exclude<Decision, { readonly type: 'transition' }>;

/** What an action would lead to on one saga. `definition`: the one that the saga then follows. */
export interface Outlook {
  readonly definition: SagaDefinition;
  readonly foreseen: operators.Foreseen | NotDone;
  readonly heldBy: Previewed['heldBy'];
}

/** Says what an action would lead to, by the engine itself. Locks and changes nothing. */
export class Previews {
  constructor(private readonly parts: PreviewParts) {}

  /** @throws ApiError as the action itself would be refused */
  async preview(
    sagaId: string,
    action: OperatorAction,
    options: PreviewOptions = {},
  ): Promise<PreviewView> {
    const state = await this.parts.sagas.find(sagaId);
    if (state === null) throw new ApiError('SAGA_NOT_FOUND', `There is no saga ${sagaId}.`);
    return this.previewOn(state, action, options);
  }

  /** The same on a state that is known. */
  async previewOn(
    state: SagaState,
    action: OperatorAction,
    { expectedVersion, dataCharsMax }: PreviewOptions = {},
  ): Promise<PreviewView> {
    const { definition, foreseen, heldBy } = await this.look(state, action, expectedVersion);
    const about = { version: state.version, prefix: this.parts.prefix, dataCharsMax };
    if (foreseen.type === 'transition') {
      const sequel = await follow(definition, foreseen);
      return toPreviewView({ ...about, consequences: foreseen.consequences, sequel, heldBy });
    }
    const left = await this.lockLeft(state, action, expectedVersion);
    if (left === null) throw refusalOf(foreseen, state);
    return toPreviewView({ ...about, consequences: left, sequel: nothingMore(state), heldBy });
  }

  /** Without what would follow. @throws ApiError DEFINITION_NOT_FOUND */
  async look(state: SagaState, action: OperatorAction, expectedVersion?: number): Promise<Outlook> {
    const { name, version } = state.definition;
    const definition = await this.load(name, version);
    const target = action.name === 'migrate' ? await this.load(name, action.toVersion) : null;
    const follows = target ?? definition;
    const input: OperatorInput = {
      type: 'operator',
      at: Math.max(Date.now(), state.updatedAt),
      action,
      actor: '',
      reason: '',
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
      ...(target === null ? {} : { target }),
    };
    const known = this.parts.pauses.touching(follows, state.updatedAt);
    const foreseen = operators.foresee({ definition, state, pauses: known }, input);
    return { definition: follows, foreseen, heldBy: holdersOf(foreseen, follows, known) };
  }

  /** A lock that the saga has left with its end: it can be taken away all the same. */
  private async lockLeft(
    state: SagaState,
    action: OperatorAction,
    expectedVersion?: number,
  ): Promise<operators.Consequences | null> {
    if (action.name !== 'release-lock' || state.endedAt === null) return null;
    if (expectedVersion !== undefined && expectedVersion !== state.version) return null;
    const holders = await this.parts.locks.holdersOf([action.key]);
    if (holders.get(action.key) !== state.id) return null;
    return operators.lockLeftBehind(state, action, Date.now());
  }

  private async load(name: string, version: number): Promise<SagaDefinition> {
    const definition = await this.parts.definitions.load(name, version);
    if (definition !== null) return definition;
    throw new ApiError('DEFINITION_NOT_FOUND', `There is no ${name}@${version}.`);
  }
}

/** The code and the words with which the action would be refused. */
export function whyNot(decision: NotDone): { readonly code: string; readonly detail: string } {
  if (decision.type === 'rejected') return { code: decision.code, detail: decision.detail };
  return { code: 'STEP_STATE_CONFLICT', detail: `it would change nothing: ${decision.reason}` };
}

function refusalOf(decision: NotDone, { status, version }: SagaState): ApiError {
  const current = { status, version };
  if (decision.type === 'rejected') {
    return new ApiError(decision.code, decision.detail, { current });
  }
  return new ApiError('STEP_STATE_CONFLICT', whyNot(decision).detail, { current });
}

/** The pauses that hold a part of the saga once the action was taken, its own first. */
function holdersOf(
  foreseen: Outlook['foreseen'],
  definition: SagaDefinition,
  known: readonly pausePorts.KnownPause[],
): Previewed['heldBy'] {
  const state = foreseen.type === 'transition' ? foreseen.done.at(-1)?.state : undefined;
  if (foreseen.type !== 'transition' || state === undefined || state.endedAt !== null) return [];
  const saga = { definition, state, at: foreseen.consequences.at };
  const { own, wide } = pausing.pausesOf(saga, known);
  return [
    ...(own === null ? [] : [{ id: null, scope: null, ...own, until: null }]),
    ...wide.map(({ id, scope, by, reason, from, to }) => {
      return { id, scope, by, reason, since: from, until: to };
    }),
  ];
}

function nothingMore({ status }: SagaState): Sequel {
  return { commands: [], held: [], later: [], status, waitsOn: [], stuckOn: [], endsBecause: null };
}

/** Gives way to others in between: a large saga takes hundreds of milliseconds. */
async function follow(definition: SagaDefinition, foreseen: operators.Foreseen): Promise<Sequel> {
  const parts = sequelInParts(definition, foreseen);
  for (let part = parts.next(); ; part = parts.next()) {
    if (part.done === true) return part.value;
    await setImmediate();
  }
}
