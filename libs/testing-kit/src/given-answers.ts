import type { Command, ReplyOutcome } from '#engine';
import type { JsonValue } from '#protocol';
import type { SagaDefinition } from '#definition';
import { type Answer, canLoseReplies, isReplyLost, succeeds } from './answers.js';
import { checkedOutcome } from './checked-outcome.js';

/** The answers of participants and child sagas. Immutable. */
export class GivenAnswers {
  constructor(
    private readonly definition: SagaDefinition,
    private readonly byCommand: ReadonlyMap<string, Answer> = new Map(),
  ) {}

  /**
   * Adds an answer. @throws Error when the definition has no such command, or it is not an answer
   */
  with(command: string, answer: Answer): GivenAnswers {
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
    return new GivenAnswers(this.definition, new Map(this.byCommand).set(command, answer));
  }

  /** null: no answer. A command without a given answer succeeds with `output`. */
  answerTo(command: Command, output: JsonValue = {}): ReplyOutcome | null {
    const answer = this.byCommand.get(command.command) ?? succeeds(output);
    return checkedOutcome(answer(command), command.command);
  }

  isReplyLost({ command, attempt }: Command): boolean {
    const answer = this.byCommand.get(command);
    return answer !== undefined && isReplyLost(answer, attempt);
  }
}

function commandsOf({ steps }: SagaDefinition): ReadonlySet<string> {
  const names = steps.flatMap((step) =>
    step.does === 'command' ? [step.command, step.compensation?.command ?? step.command] : [],
  );
  return new Set(names);
}

function childCommandsOf({ steps }: SagaDefinition): ReadonlySet<string> {
  const names = steps.flatMap((step) =>
    step.does === 'command' && step.child !== null ? [step.command] : [],
  );
  return new Set(names);
}

function unknownCommand(definition: SagaDefinition, name: string): Error {
  const known = [...commandsOf(definition)].join(', ') || 'none';
  const step = definition.stepByName.get(name);
  const hint = step?.does === 'command' ? `. The step ${name} sends ${step.command}` : '';
  return new Error(`the definition has no command ${name}: it has ${known}${hint}`);
}
