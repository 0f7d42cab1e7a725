import { EXIT, EXIT_MEANINGS } from '../ending/exit-codes.js';
import type { CommandSpec, OptionSpec } from '../spec/command-spec.js';
import { SHARED_OPTIONS } from '../spec/shared-options.js';
import { allCommands, NOUNS } from './all-commands.js';

/** The generated part of docs/CLI.md: exit codes, shared options, every command. */
export function referenceText(): string {
  return [
    '## Exit codes',
    '',
    '| code | when |',
    '|---|---|',
    ...Object.entries(EXIT).map(
      ([name, code]) => `| ${code} | ${EXIT_MEANINGS[name as keyof typeof EXIT]} |`,
    ),
    '',
    '## Options of every command that calls a conductor',
    '',
    optionTable(SHARED_OPTIONS),
    '',
    '## Commands',
    ...grouped().flatMap(([noun, specs]) => groupText(noun, specs)),
    '',
  ].join('\n');
}

function grouped(): readonly (readonly [string, readonly CommandSpec[]])[] {
  const groups = new Map<string, CommandSpec[]>();
  for (const spec of allCommands()) {
    const [noun = '', verb] = spec.words.split(' ');
    const group = verb === undefined ? '' : noun;
    groups.set(group, [...(groups.get(group) ?? []), spec]);
  }
  return [...groups];
}

function groupText(noun: string, specs: readonly CommandSpec[]): readonly string[] {
  const title = noun === '' ? 'Without a noun' : `\`${noun}\``;
  const about = noun === '' ? [] : ['', `${NOUNS[noun]}.`];
  return ['', `### ${title}`, ...about, ...specs.flatMap(commandText)];
}

function commandText(spec: CommandSpec): readonly string[] {
  const { words, args = [], does, more, options = [], examples = [], calls } = spec;
  return [
    '',
    `#### \`conductor ${[words, ...args].join(' ')}\``,
    '',
    `${does}.`,
    ...(more === undefined ? [] : ['', ...more.split('\n')]),
    ...(calls.length === 0 ? [] : ['', `Calls ${calls.map((call) => `\`${call}\``).join(', ')}.`]),
    ...(options.length === 0 ? [] : ['', optionTable(options)]),
    ...(examples.length === 0
      ? []
      : ['', '```sh', ...examples.map((each) => `conductor ${each}`), '```']),
  ];
}

function optionTable(options: readonly OptionSpec[]): string {
  const rows = options.map(({ flags, does, choices }) => {
    const among = choices === undefined ? '' : `: ${choices.join(', ')}`;
    return `| \`${flags}\` | ${escaped(`${does}${among}`)} |`;
  });
  return ['| option | |', '|---|---|', ...rows].join('\n');
}

/** A bar would end the cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
