import { usage } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import { optionNames, type CommandSpec } from '../spec/command-spec.js';
import { optionsOf } from './program.js';

const SHELLS = ['bash', 'zsh', 'fish'];

/** Scripts that complete words and options; made of the tree, so they are never behind it. */
export function completionCommand(specs: () => readonly CommandSpec[]): CommandSpec {
  return {
    words: 'completion',
    args: ['<shell>'],
    does: 'A script that completes command lines: for bash, zsh or fish',
    more:
      'bash:  source <(conductor completion bash)          in ~/.bashrc\n' +
      'zsh:   source <(conductor completion zsh)           in ~/.zshrc, after compinit\n' +
      'fish:  conductor completion fish > ~/.config/fish/completions/conductor.fish',
    calls: [],
    isLocal: true,
    run: (given, session) => {
      const shell = String(given.args['shell']);
      if (!SHELLS.includes(shell))
        throw usage(`There is no script for ${shell}.`, SHELLS.join(', '));
      const tree = treeOf(specs());
      session.output.raw(shell === 'fish' ? fishScript(tree) : shellScript(tree, shell));
      return Promise.resolve(EXIT.done);
    },
  };
}

/** What may come after the words so far; the empty text is the beginning. */
type Tree = ReadonlyMap<string, readonly string[]>;

function treeOf(specs: readonly CommandSpec[]): Tree {
  const tree = new Map<string, string[]>([['', []]]);
  for (const spec of specs) {
    const [noun = '', verb] = spec.words.split(' ');
    const first = tree.get('')!;
    if (!first.includes(noun)) first.push(noun);
    if (verb !== undefined) tree.set(noun, [...(tree.get(noun) ?? []), verb]);
    tree.set(
      spec.words,
      optionsOf(spec).flatMap(({ flags }) => optionNames(flags)),
    );
  }
  return tree;
}

function shellScript(tree: Tree, shell: string): string {
  const cases = [...tree].map(([words, next]) => `    '${words}') words='${next.join(' ')}' ;;`);
  const zsh = shell === 'zsh' ? ['autoload -U +X bashcompinit && bashcompinit'] : [];
  return [
    ...zsh,
    '_conductor() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" at words',
    '  at="${COMP_WORDS[1]}"',
    '  if [ "$COMP_CWORD" -le 1 ]; then at=""; fi',
    '  case "$at ${COMP_WORDS[2]}" in',
    ...[...tree.keys()]
      .filter((words) => words.includes(' '))
      .map((words) => `    '${words}') if [ "$COMP_CWORD" -gt 2 ]; then at='${words}'; fi ;;`),
    '  esac',
    '  case "$at" in',
    ...cases,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -o default -F _conductor conductor',
    '',
  ].join('\n');
}

function fishScript(tree: Tree): string {
  const lines = [...tree].flatMap(([words, next]) => {
    const [noun = '', verb] = words.split(' ');
    const when =
      words === ''
        ? '__fish_use_subcommand'
        : [noun, ...(verb === undefined ? [] : [verb])]
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join('; and ');
    return next.map((each) =>
      each.startsWith('--')
        ? `complete -c conductor -n '${when}' -l ${each.slice(2)}`
        : each.startsWith('-')
          ? `complete -c conductor -n '${when}' -s ${each.slice(1)}`
          : `complete -c conductor -f -n '${when}' -a ${each}`,
    );
  });
  return `${lines.join('\n')}\n`;
}
