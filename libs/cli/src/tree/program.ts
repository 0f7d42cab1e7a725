import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { usage } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import type { SharedOptions } from '../session/session.js';
import type { CommandSpec, Given, OptionSpec } from '../spec/command-spec.js';
import { SHARED_OPTIONS } from '../spec/shared-options.js';

/** What a word is about that several commands begin with. */
export type Nouns = Readonly<Record<string, string>>;

export interface ProgramParts {
  readonly specs: readonly CommandSpec[];
  readonly nouns: Nouns;
  readonly version: string;
  readonly write: (text: string) => void;
  readonly writeErr: (text: string) => void;
  /** Runs what was asked for; its result is the exit code. */
  readonly run: (spec: CommandSpec, given: Given, shared: SharedOptions) => Promise<number>;
}

/** What is done with a command that was understood. */
type Take = (spec: CommandSpec, given: Given, shared: SharedOptions) => Promise<void> | void;

/**
 * Reads a command line and runs what it says. Gives the exit code.
 * @throws CliError CLI_USAGE when it cannot be understood
 */
export async function runProgram(parts: ProgramParts, argv: readonly string[]): Promise<number> {
  let exit: number = EXIT.done;
  const program = programOf(parts, async (...asked) => {
    exit = await parts.run(...asked);
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // what was asked for was help or the version, and it was written
    if (error.exitCode === 0) return EXIT.done;
    if (error.code === 'commander.help') return EXIT.usage;
    throw usage(error.message.replace(/^error: /, ''), '--help says what there is.');
  }
  return exit;
}

/** What is wrong with a command line, without running it; null: it can be understood. */
export function commandLineFault(
  { specs, nouns }: Pick<ProgramParts, 'specs' | 'nouns'>,
  argv: readonly string[],
): string | null {
  const write = (): void => undefined;
  const program = programOf({ specs, nouns, version: '', write, writeErr: write }, () => undefined);
  try {
    program.parse([...argv], { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? null : error.message;
  }
}

type Drawn = Omit<ProgramParts, 'run'>;

function programOf(parts: Drawn, take: Take): Command {
  const program = new Command('conductor');
  program
    .description('Starts, watches and mends sagas of a conductor.')
    .version(parts.version, '-V, --version');
  settle(program, parts);
  const groups = new Map<string, Command>();
  for (const spec of parts.specs) {
    const [noun = '', verb] = spec.words.split(' ');
    if (verb === undefined) {
      add(program, noun, { spec, parts, take });
      continue;
    }
    let group = groups.get(noun);
    if (group === undefined) {
      group = settle(new Command(noun), parts).description(parts.nouns[noun] ?? '');
      groups.set(noun, group);
      program.addCommand(group);
    }
    add(group, verb, { spec, parts, take });
  }
  return program;
}

/** Writes and ends as the surroundings say, not as a process would. */
function settle(command: Command, { write, writeErr }: Drawn): Command {
  return command
    .exitOverride()
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: write, writeErr, outputError: () => undefined })
    .helpCommand(false);
}

function add(
  parent: Command,
  name: string,
  { spec, parts, take }: { spec: CommandSpec; parts: Drawn; take: Take },
): void {
  const command = settle(new Command(name), parts).description(spec.does);
  for (const arg of spec.args ?? []) command.addArgument(new Argument(arg));
  for (const option of optionsOf(spec)) command.addOption(optionOf(option));
  command.addHelpText('after', () => furtherHelp(spec));
  command.action((...given: readonly unknown[]) => {
    const options = command.opts<Record<string, unknown>>();
    const names = command.registeredArguments.map((argument) => argument.name());
    const args = Object.fromEntries(names.map((each, place) => [each, given[place]]));
    return take(spec, { args: args as Given['args'], options }, options);
  });
  parent.addCommand(command);
}

/** All that a command takes, its own first. */
export function optionsOf(spec: CommandSpec): readonly OptionSpec[] {
  return [...(spec.options ?? []), ...(spec.isLocal === true ? [] : SHARED_OPTIONS)];
}

function optionOf({ flags, does, choices, isInteger, isList }: OptionSpec): Option {
  const option = new Option(flags, does);
  if (choices !== undefined) option.choices([...choices]);
  const read = isInteger === true ? integerOf : (text: string): unknown => text;
  if (isList === true) {
    option.argParser((text: string, before: unknown) => [
      ...(Array.isArray(before) ? (before as unknown[]) : []),
      read(text),
    ]);
  } else if (isInteger === true) option.argParser(read);
  return option;
}

function integerOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no whole number.');
}

function furtherHelp({ more, examples = [] }: CommandSpec): string {
  const lines = examples.map((example) => `  conductor ${example}`);
  return [
    ...(more === undefined ? [] : ['', more]),
    ...(lines.length === 0 ? [] : ['', 'Examples:', ...lines]),
  ].join('\n');
}
