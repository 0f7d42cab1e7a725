import type { ChildReport, ParentRef, ReplyOutcome } from '#engine';
import type { JsonValue } from '#protocol';
import type {
  ParentAnswer,
  ParentRequest,
  ReplyRequest,
  ReplyResult,
} from '../requests/pipeline-requests.js';
import type { SagaStarter, StartOutcome } from '../starting/saga-starter.js';
import type { ChildCommand, LocalDelivery, LocalMessage } from './local-messages.js';

export interface ChildSagasParts {
  readonly pipeline: {
    askChild(request: ParentRequest): Promise<ParentAnswer>;
    reply(request: ReplyRequest): Promise<ReplyResult>;
  };
  readonly starter: SagaStarter;
}

/** A start may lose to another start of the same child; the parent's request then goes to that. */
const ROUNDS_MAX = 3;

/**
 * Delivers messages between parents and children as ordinary inputs: a parent's command starts the
 * child or makes a request to it, and the child's report is the reply. See
 * docs/STORIES.md, Children.
 */
export class ChildSagas implements LocalDelivery {
  constructor(private readonly parts: ChildSagasParts) {}

  async deliver(message: LocalMessage): Promise<void> {
    if (message.type === 'child-report') await this.reply(message, message.outcome);
    else await this.askChild(message);
  }

  private async askChild(command: ChildCommand): Promise<void> {
    const { sagaId, root } = command.child;
    const { direction, attempt } = command;
    const request = { sagaId, root, asked: { direction, attempt } };
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const answer = await this.parts.pipeline.askChild(request);
      if (answer.type === 'noted') return;
      if (answer.type === 'answered') return this.reply({ root, to: answer.to }, answer.outcome);
      const refusal = await this.startChild(command);
      if (refusal === 'existing') continue;
      if (refusal !== null) await this.reply({ root, to: parentOf(command) }, refusal);
      return;
    }
    throw new Error(`child saga ${sagaId} is there and cannot be found`);
  }

  /** null: the child was started, and reports when it has ended. `existing`: it was there. */
  private async startChild(command: ChildCommand): Promise<ReplyOutcome | 'existing' | null> {
    const { definition, version, key, sagaId, origin, generation = 0 } = command.child;
    const outcome = await this.parts.starter.start({
      definition,
      version,
      key,
      input: command.data,
      generation,
      idempotencyKey: null,
      fingerprint: null,
      child: { sagaId, parent: parentRefOf(command) },
      ...(origin === undefined ? {} : { origin }),
      trace: command.trace ?? null,
    });
    if (outcome.type === 'created') return null;
    if (outcome.type === 'existing' || outcome.type === 'key-reused') return 'existing';
    return cannotStart(command, outcome);
  }

  private async reply(
    { root, to }: Pick<ChildReport, 'root' | 'to'>,
    outcome: ReplyOutcome,
  ): Promise<void> {
    const request = { correlation: to, outcome };
    const body = Buffer.from(JSON.stringify(request));
    await this.parts.pipeline.reply({ ...request, root, body, properties: PROPERTIES });
  }
}

const PROPERTIES: JsonValue = { type: 'child-report', headers: {} };

function parentOf({ sagaId, step, iteration, direction, attempt }: ChildCommand) {
  return { sagaId, step, iteration, direction, attempt };
}

function parentRefOf(command: ChildCommand): ParentRef {
  const { direction, attempt, ...place } = parentOf(command);
  const { root, depth } = command.child;
  return { ...place, root, depth, asked: { direction, attempt } };
}

/** A child that cannot be started did not happen, so there is nothing to undo either. */
function cannotStart(
  { child, direction }: ChildCommand,
  outcome: Exclude<StartOutcome, { type: 'created' | 'existing' | 'key-reused' }>,
): ReplyOutcome {
  if (direction === 'compensate') {
    return { type: 'succeeded', output: { result: 'nothing-to-undo' } };
  }
  const which = child.version === null ? child.definition : `${child.definition}@${child.version}`;
  switch (outcome.type) {
    case 'definition-unknown':
      return refuse('CHILD_DEFINITION_UNKNOWN', `there is no definition ${which}`);
    case 'definition-retired':
      return refuse('CHILD_DEFINITION_RETIRED', `${which} takes no new sagas`);
    case 'input-invalid': {
      const [fault] = outcome.faults;
      const message = `the input does not fit ${which}: ${fault?.path} ${fault?.message}`;
      return refuse('CHILD_INPUT_INVALID', message);
    }
    case 'over-limit':
      return refuse(outcome.code, outcome.detail);
    default:
      return outcome satisfies never;
  }
}

function refuse(code: string, message: string): ReplyOutcome {
  return { type: 'refused', error: { code, message } };
}
