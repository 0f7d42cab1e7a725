import type { Command, ReplyOutcome } from '#engine';
import type { JsonValue } from '#protocol';
import type { SagaDefinition } from '#definition';
import { type Answer, canLoseReplies, isReplyLost, succeeds } from './answers.js';
import { checkedOutcome } from './checked-outcome.js';

/** The answers of participants and child sagas. Immutable. */
export class GivenAnswers {
  constructor(
    private readonly definition: SagaDefinition,
    /** By command, or by the name of a step. */
    private readonly byName: ReadonlyMap<string, Answer> = new Map(),
  ) {}

  /**
   * Adds an answer: to a command, or to the command of one step, by the step's name. The step's own
   * comes first. @throws Error when the definition has neither, or it is not an answer
   */
  with(name: string, answer: Answer): GivenAnswers {
    const command = sentBy(this.definition, name) ?? name;
    if (!commandsOf(this.definition).has(command)) throw unknownCommand(this.definition, command);
    // untyped callers may pass anything
    if (typeof (answer as unknown) !== 'function') {
      const message = `the answer to ${command} is no function`;
      throw new Error(`${message}: write succeeds(…), refuses(…) or (asked) => …`);
    }
    if (canLoseReplies(answer) && childCommandsOf(this.definition).has(command)) {
      const message = `${command} is a child saga, and none of its replies is ever lost`;
      throw new Error(`${message}: give how it ends, as with succeeds(…)`);
    }
    return new GivenAnswers(this.definition, new Map(this.byName).set(name, answer));
  }

  /** null: no answer. A command without a given answer succeeds with `output`. */
  answerTo(command: Command, output: JsonValue = {}): ReplyOutcome | null {
    const answer = this.given(command) ?? succeeds(output);
    return checkedOutcome(answer(command), command.command);
  }

  isReplyLost(command: Command): boolean {
    const answer = this.given(command);
    return answer !== undefined && isReplyLost(answer, command);
  }

  /** A step's own answer is to what it does: its compensation is answered as the command it is. */
  private given({ command, step, direction }: Command): Answer | undefined {
    const own = direction === 'compensate' ? undefined : this.byName.get(step);
    return own ?? this.byName.get(command);
  }
}

/** The command of a step; undefined: there is no such step, or it sends none. */
function sentBy({ stepByName }: SagaDefinition, name: string): string | undefined {
  const step = stepByName.get(name);
  return step?.type === 'command' ? step.command : undefined;
}

function commandsOf({ steps }: SagaDefinition): ReadonlySet<string> {
  const names = steps.flatMap((step) =>
    step.type === 'command' ? [step.command, step.compensation?.command ?? step.command] : [],
  );
  return new Set(names);
}

function childCommandsOf({ steps }: SagaDefinition): ReadonlySet<string> {
  const names = steps.flatMap((step) =>
    step.type === 'command' && step.child !== null ? [step.command] : [],
  );
  return new Set(names);
}

function unknownCommand(definition: SagaDefinition, name: string): Error {
  const known = [...commandsOf(definition)].join(', ') || 'none';
  const step = definition.stepByName.get(name);
  const hint = step === undefined ? '' : `. The step ${name} sends none`;
  return new Error(`the definition has no command ${name}: it has ${known}${hint}`);
}
