/** Generates the table of verbs and statuses in docs/OPERATIONS.md from the one in the sources. */
export function withVerbsTable(page, SAGA_VERBS) {
  const [before, rest = ''] = page.split(BEGIN);
  const [, after = ''] = rest.split(END);
  const rows = Object.entries(SAGA_VERBS).map(([verb, { rules, needs }]) => {
    const cells = COLUMNS.map((status) => cell(rules[status]));
    return `| \`${verb}\` | ${needs} | ${cells.join(' | ')} |`;
  });
  const head = [
    '| verb | role | running | compensating | stuck | ended |',
    '|---|---|---|---|---|---|',
  ];
  return [before, BEGIN, '\n\n', [...head, ...rows].join('\n'), '\n\n', END, after].join('');
}

const BEGIN = '<!-- verbs: made by `npm run codes` -->';
const END = '<!-- /verbs -->';

/** What has ended is all the same to every verb. */
const COLUMNS = ['running', 'compensating', 'stuck', 'completed'];

function cell(rule) {
  if (rule === 'always') return 'yes';
  if (typeof rule === 'string') return `no: \`${rule}\``;
  return `unless ${rule.map((code) => `\`${code}\``).join(', ')}`;
}
