import { EXIT } from '../ending/exit-codes.js';
import { showing } from '../running/read.js';
import { overviewText } from '../texts/overview-text.js';
import type { CommandSpec } from '../spec/command-spec.js';

/** How the conductor itself is. */
export const HEALTH: readonly CommandSpec[] = [
  showing({
    words: 'overview',
    path: '/v1/admin/overview',
    does: 'How it goes: sagas, what waits, servers, and what is wrong',
    web: '/',
    text: overviewText,
  }),
  {
    words: 'health',
    does: 'Whether the conductor runs and takes requests; ends with 1 when it does not',
    calls: ['GET /health/live', 'GET /health/ready'],
    run: async (_, session) => {
      const live = await session.api.send({ method: 'GET', path: '/health/live' }, [503]);
      const ready = await session.api.send({ method: 'GET', path: '/health/ready' }, [503]);
      const both = { live: live.body, ready: ready.body };
      session.output.result(both, ({ paint }) => {
        const { status, reasons = [] } = ready.body as {
          status: string;
          reasons?: readonly string[];
        };
        return [paint(ready.status === 200 ? 'green' : 'red', status), ...reasons].join('\n');
      });
      return ready.status === 200 ? EXIT.done : EXIT.error;
    },
  },
  {
    words: 'metrics',
    does: 'Metrics for Prometheus, as text',
    calls: ['GET /metrics'],
    run: async (_, session) => {
      session.output.raw(
        String((await session.api.send({ method: 'GET', path: '/metrics' })).body),
      );
      return EXIT.done;
    },
  },
];
