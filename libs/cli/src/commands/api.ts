import { usage } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import { factsText } from '../output/facts.js';
import { jsonOf } from '../running/data.js';
import type { CommandSpec } from '../spec/command-spec.js';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/** What no command of its own is for, such as what a newer conductor can do. */
export const API: readonly CommandSpec[] = [
  {
    words: 'api',
    args: ['<method>', '<path>'],
    does: 'Make any call of the REST API, with your key, and show its answer',
    calls: [],
    options: [
      { flags: '-i, --input <json>', does: 'the body: JSON, @FILE or @- for stdin' },
      {
        flags: '--idempotency-key <key>',
        does: 'the same call with the same key has no further effect',
      },
    ],
    examples: ["api GET '/v1/sagas?status=stuck'", `api POST /v1/definitions --input @order.json`],
    run: async (given, session) => {
      const method = String(given.args['method']).toUpperCase();
      const path = String(given.args['path']);
      if (!METHODS.includes(method))
        throw usage(`There is no method ${method}.`, METHODS.join(', '));
      if (!path.startsWith('/'))
        throw usage(`${path} is no path of the API.`, 'It begins with /, as in /v1/sagas.');
      const { input, idempotencyKey } = given.options;
      const body = typeof input === 'string' ? await jsonOf(input, '--input', session) : undefined;
      const key = typeof idempotencyKey === 'string' ? { idempotencyKey } : {};
      const answer = await session.api.send({
        method,
        path,
        ...key,
        ...(body === undefined ? {} : { body }),
      });
      if (typeof answer.body === 'string') session.output.raw(answer.body);
      else session.output.result(answer.body, (look) => factsText(answer.body, look));
      return EXIT.done;
    },
  },
];
