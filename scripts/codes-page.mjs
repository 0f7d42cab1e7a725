/** Generates docs/CODES.md from the tables of codes in the sources. */
export function codesPage(tables) {
  const { DEAD_MESSAGE_REASONS, SAGA_ERRORS, ANSWER_CODES, PROBLEMS } = tables;
  const { CLIENT_CODES, CLI_CODES, START_CODES } = tables;
  return [
    '# Codes',
    '',
    'The stable codes of answers, sagas, participants and dead messages. Made by `npm run codes` from the tables in',
    'the sources. Why a message is undelivered is in [OPERATIONS.md](OPERATIONS.md).',
    '',
    section(
      'Answers of the API',
      'Problem details (RFC 9457) with `code`.',
      PROBLEM_COLUMNS,
      PROBLEMS,
    ),
    section('Errors of sagas and steps', SAGA_TEXT, ['means', 'do'], SAGA_ERRORS),
    section('Answers of the participant library', ANSWER_TEXT, ['outcome', 'when'], ANSWER_CODES),
    section('Dead messages', DEAD_TEXT, ['means', 'do'], DEAD_MESSAGE_REASONS),
    section('Errors of the client', CLIENT_TEXT, ['means', 'do'], CLIENT_CODES),
    section('Starts that failed', START_TEXT, ['means', 'do'], START_CODES),
    section('Errors of the command line', CLI_TEXT, ['means', 'do'], CLI_CODES),
  ].join('\n');
}

const PROBLEM_COLUMNS = ['status', 'means'];
const SAGA_TEXT =
  '`error.code` of a saga or a step, as far as the conductor itself gives it. Codes of participants stand there too.';
const ANSWER_TEXT =
  'What the library answers to a command without, or in spite of, its handler. `refused`: nothing happened, and nothing will. `errored`: another attempt may help.';
const DEAD_TEXT = '`reason` of a dead message (`GET /v1/admin/dead-messages`).';

const CLIENT_TEXT =
  '`code` of a `ConductorError` that no answer of the API led to (`@conductor/client`).';

const START_TEXT =
  '`code` in the log of a conductor, or of its migrate command, that ended at once ([DEPLOYMENT.md](DEPLOYMENT.md)).';

const CLI_TEXT =
  'What `conductor` writes first when it fails, or as `code` with `--json` ([CLI.md](CLI.md)).';

function section(title, text, columns, table) {
  const rows = Object.entries(table).map(
    ([code, cells]) => `| \`${code}\` | ${cells.join(' | ')} |`,
  );
  const head = `| code | ${columns.join(' | ')} |`;
  return ['## ' + title, '', text, '', head, '|---|---|---|', ...rows, ''].join('\n');
}
