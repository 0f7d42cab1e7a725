import { usage } from '../ending/errors.js';
import { columns } from '../output/table.js';
import { acting, confirm, doOnce, reasonOf, showDone } from '../running/act.js';
import { filterOf, FILTER_OPTIONS } from '../running/filter.js';
import { listing, showing } from '../running/read.js';
import { fillPath } from '../api/paths.js';
import type { CommandSpec, Given, OptionSpec } from '../spec/command-spec.js';
import { ACT_OPTIONS } from '../spec/shared-options.js';

const KEY = '/v1/admin/keys/{id}';
const VIEW = '/v1/views/{id}';
const DEFINITION: OptionSpec = {
  flags: '--definition <name>',
  does: 'of this definition alone; left out: of all that have no rule of their own',
};
const RETENTION = '/v1/admin/retention';

export const RETENTIONS: readonly CommandSpec[] = [
  showing({
    words: 'retention get',
    path: RETENTION,
    does: 'For how long ended sagas are kept, and how many were deleted',
    web: '/retention',
  }),
  {
    words: 'retention set',
    does: 'Delete ended sagas after so many days; says first how many that are now',
    calls: [`POST ${RETENTION}`],
    options: [
      DEFINITION,
      { flags: '--completed-days <n>', does: 'left out: for ever', isInteger: true },
      { flags: '--compensated-days <n>', does: 'left out: for ever', isInteger: true },
      { flags: '--abandoned-days <n>', does: 'left out: for ever', isInteger: true },
      {
        flags: '--expected-revision <n>',
        does: 'only if the rule still has this revision',
        isInteger: true,
      },
      { flags: '--dry-run', does: 'says how many would be deleted, and sets nothing' },
      ...ACT_OPTIONS,
    ],
    run: async (given, session) => {
      const { definition, completedDays, compensatedDays, abandonedDays, expectedRevision } =
        given.options;
      const isDry = given.options['dryRun'] === true;
      const reason = isDry ? 'dry run' : await reasonOf(given, session);
      const rule = {
        definition,
        completedDays,
        compensatedDays,
        abandonedDays,
        expectedRevision,
        reason,
      };
      const look = { method: 'POST', path: RETENTION, body: { ...rule, dryRun: true } };
      const seen = await session.api.send(look);
      if (isDry) return showDone(seen, session);
      const { due } = seen.body as {
        readonly due: { readonly sagas: number; readonly isExact: boolean };
      };
      session.output.note(
        `It deletes ${due.isExact ? '' : 'about '}${due.sagas} sagas that are there now.`,
      );
      await confirm(given, session, '');
      return showDone(
        await doOnce(given, session, { ...look, body: { ...rule, dryRun: false } }),
        session,
      );
    },
  },
  acting({
    words: 'retention clear',
    call: `POST ${RETENTION}/clear`,
    options: [DEFINITION],
    body: ['definition'],
    does: 'Withdraw a rule; without any, ended sagas are kept for ever',
  }),
];

/** What a view has: its name, its filter, and whom it is for. */
function viewOf(given: Given): object {
  return {
    name: given.options['name'],
    filter: filterOf(given),
    isShared: given.options['shared'] === true,
  };
}

const VIEW_OPTIONS: readonly OptionSpec[] = [
  { flags: '--name <name>', does: 'what it is called' },
  ...FILTER_OPTIONS,
  { flags: '--shared', does: 'all see it' },
];

/** A view has no reason: what is one's own is nobody else's business. */
function viewActing(spec: {
  readonly words: string;
  readonly args?: readonly string[];
  readonly call: string;
  readonly does: string;
  readonly options: readonly OptionSpec[];
  readonly bodyOf?: (given: Given) => object;
}): CommandSpec {
  const [method = '', path = ''] = spec.call.split(' ');
  return {
    ...spec,
    calls: [spec.call],
    options: [
      ...spec.options,
      ...ACT_OPTIONS.filter(({ flags }) => flags.includes('--idempotency-key')),
    ],
    run: async (given, session) => {
      const body = spec.bodyOf?.(given);
      const call = {
        method,
        path: fillPath(path, given.args),
        ...(body === undefined ? {} : { body }),
      };
      return showDone(await doOnce(given, session, call), session);
    },
  };
}

export const VIEWS: readonly CommandSpec[] = [
  listing({
    words: 'view list',
    path: '/v1/views',
    does: 'Your saved views, and those that are shared',
    shown: columns(
      'ID id',
      'NAME name',
      'OWNER owner',
      'SHARED isShared',
      'DEFAULT-FOR defaultFor',
      {
        head: 'FILTER',
        at: 'filter',
        isWide: true,
      },
    ),
  }),
  viewActing({
    words: 'view save',
    call: 'POST /v1/views',
    does: 'Save a filter under a name',
    options: VIEW_OPTIONS,
    bodyOf: viewOf,
  }),
  viewActing({
    words: 'view replace',
    args: ['<id>'],
    call: `PUT ${VIEW}`,
    does: 'Give a saved view another name and filter, share it or not',
    options: VIEW_OPTIONS,
    bodyOf: viewOf,
  }),
  viewActing({
    words: 'view delete',
    args: ['<id>'],
    call: `DELETE ${VIEW}`,
    does: 'Delete a saved view, which is shown as it was',
    options: [],
  }),
  acting({
    words: 'view default',
    args: ['<role>', '[view]'],
    call: 'PUT /v1/views/defaults/{role}',
    does: 'Say which shared view callers of a role see first; without a view: none',
    bodyOf: ({ args }) => ({ viewId: args['view'] ?? null }),
  }),
];

export const KEYS: readonly CommandSpec[] = [
  listing({
    words: 'key list',
    path: '/v1/admin/keys',
    does: 'List API keys, without their secrets',
    web: '/keys',
    shown: columns(
      ...['ID id', 'NAME name', 'ROLE role', 'DEFINITIONS definitions', 'USED lastUsedAt'],
      ...['EXPIRES expiresAt', 'REVOKED revokedAt'],
    ),
  }),
  showing({
    words: 'key get',
    args: ['<id>'],
    path: KEY,
    does: 'Show an API key, without its secret',
  }),
  acting({
    words: 'key create',
    args: ['<name>'],
    call: 'POST /v1/admin/keys',
    does: 'Make an API key; its secret is shown this once',
    options: [
      {
        flags: '--role <role>',
        does: 'viewer, operator or admin',
        choices: ['viewer', 'operator', 'admin'],
      },
      {
        flags: '--definition <name>',
        does: 'only for this definition; several times: for these',
        isList: true,
      },
      { flags: '--expires-at <instant>', does: 'it ends then' },
    ],
    body: ['expiresAt'],
    bodyOf: ({ args, options }) => {
      if (options['role'] === undefined)
        throw usage('--role is missing.', 'viewer, operator or admin');
      return { name: args['name'], role: options['role'], definitions: options['definition'] };
    },
  }),
  acting({
    words: 'key rotate',
    args: ['<id>'],
    call: `POST ${KEY}/rotate`,
    does: 'Make the key that replaces another one',
    options: [
      { flags: '--overlap <time>', does: 'for how long the old one still holds: 1h' },
      { flags: '--expires-at <instant>', does: 'the new one ends then' },
    ],
    body: ['overlap', 'expiresAt'],
  }),
  acting({
    words: 'key revoke',
    args: ['<id>'],
    call: `POST ${KEY}/revoke`,
    does: 'End an API key now, on every replica within five seconds',
  }),
  listing({
    words: 'login list',
    path: '/v1/admin/sessions',
    does: 'List logins of browsers that have not ended',
    shown: columns(
      'ID id',
      'ACTOR actor',
      'ROLE role',
      'CREDENTIAL credential',
      'SINCE createdAt',
      'UNTIL expiresAt',
    ),
  }),
  acting({
    words: 'login end',
    args: ['<id>'],
    call: 'POST /v1/admin/sessions/{id}/end',
    does: 'End the login of a browser now',
  }),
  showing({
    words: 'me',
    path: '/v1/me',
    does: 'Who you are to the conductor, and what you may do',
    text: ({ actor, role, definitions, operations, needsSecond }: Me) =>
      [
        `${actor}, ${role}${definitions === null ? '' : `, only ${definitions.join(', ')}`}`,
        `${operations.length} calls are allowed`,
        ...(needsSecond.length === 0
          ? []
          : [`a second person confirms: ${needsSecond.join(', ')}`]),
      ].join('\n'),
  }),
];

interface Me {
  readonly actor: string;
  readonly role: string;
  readonly definitions: readonly string[] | null;
  readonly operations: readonly string[];
  readonly needsSecond: readonly string[];
}
