import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { pino } from 'pino';
import type { OverviewQueries } from '#queries';
import { Metrics } from '../apps/conductor/src/api/health/metrics.js';

/* The rules for Prometheus name what there is: metrics, and parts of the runbook. */

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const FILE = 'deploy/prometheus/conductor.rules.yml';
const document = load(readFileSync(FILE, 'utf8')) as {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
};
const rules = document.groups.flatMap((group) => group.rules);
const operations = readFileSync('docs/OPERATIONS.md', 'utf8');

/** As the pages that show it make them: small letters, dashes for spaces. */
const anchors = [...operations.matchAll(/^#{2,4} (.+)$/gm)].map(([, heading = '']) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-'),
);

/** The names that a scrape has; the database is away, which changes no name. */
async function scraped(): Promise<ReadonlySet<string>> {
  const overview = { backlog: () => Promise.reject(new Error('away')) };
  const logger = pino({ level: 'silent' });
  const metrics = new Metrics(overview as unknown as OverviewQueries, logger);
  const text = await metrics.collect();
  const declared = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    declared.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_count`, `${name}_sum`, `${name}_bucket`] : [name],
    ),
  );
}

it('there are rules, and each name stands once', () => {
  const names = rules.map(({ alert }) => alert);
  expect(names.length).toBeGreaterThan(10);
  expect(new Set(names).size).toBe(names.length);
});

it('each metric of ours that a rule names is in /metrics', async () => {
  const known = await scraped();
  const named = rules.flatMap(({ expr }) => expr.match(/\bconductor_\w+/g) ?? []);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

it.each(rules.map((rule) => [rule.alert, rule] as const))(
  '%s says how bad it is, what it is, what it means, and where to read on',
  (_name, rule) => {
    expect(rule).toMatchObject({
      for: expect.stringMatching(/^\d+[smh]$/),
      labels: { severity: expect.stringMatching(/^(?:page|ticket)$/) },
      annotations: {
        summary: expect.stringMatching(/\S{3}/),
        description: expect.stringMatching(/\S{3}/),
      },
    });
    const [page, anchor] = (rule.annotations['runbook_url'] ?? '').split('#');
    expect(page).toBe('docs/OPERATIONS.md');
    expect(anchors).toContain(anchor);
  },
);

it('each metric with an alarm in docs/OPERATIONS.md has a rule', () => {
  const [, section = ''] = operations.split('## Metrics worth an alarm');
  const rows = (section.split('\n## ')[0] ?? '').match(/^\| `conductor_\w+/gm) ?? [];
  const listed = rows.map((row) => row.slice('| `'.length));
  const expressions = rules.map(({ expr }) => expr).join('\n');
  expect(listed.length).toBeGreaterThan(8);
  // two that say the same as another one of the table
  const same = ['conductor_outbox_backlog', 'conductor_timers_due'];
  const without = listed.filter((name) => !same.includes(name) && !expressions.includes(name));
  expect(without).toEqual([]);
});
