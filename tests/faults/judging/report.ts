import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments } from '../planning/arguments.js';
import type { Verdict } from './checker.js';
import type { Violation } from './violation.js';
import type { Evidence } from './evidence.js';
import { effectOf, overlaps, type FaultEffect } from '../fault-effects.js';
import { group } from './evidence-index.js';

/** Of what went wrong this much is kept in full, and this much of it is shown. */
const KEPT_MAX = 500;
const SHOWN_MAX = 20;
const HISTORY_MAX = 15;

export interface RunReport {
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  readonly answers: ReadonlyMap<string, number>;
  readonly args: Arguments;
}

/** Writes `report.json` into the folder, and gives what people read. */
export function writeReport(folder: string, report: RunReport): string {
  const { evidence, verdict, args } = report;
  const effects = evidence.faults.map((fault) => effectOf(fault, evidence, verdict));
  const body = {
    command: commandOf(args),
    began: new Date(evidence.beganAt).toISOString(),
    ended: new Date(evidence.endedAt).toISOString(),
    totals: totalsOf(report),
    violations: verdict.violations.slice(0, KEPT_MAX).map((found) => describe(found, evidence)),
    violationsInAll: verdict.violations.length,
    excused: verdict.excused,
    leftovers: evidence.leftovers,
    faults: effects,
  };
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(body, null, 2)}\n`);
  return [
    commandOf(args),
    '',
    tableOf(effects),
    '',
    ...Object.entries(totalsOf(report)).map(([name, value]) => `${name.padEnd(24)}${value}`),
    '',
    ...verdict.violations.slice(0, SHOWN_MAX).map((found) => lineOf(found, evidence)),
    `${verdict.violations.length} violations; all of it is in ${join(folder, 'report.json')}`,
  ].join('\n');
}

export function commandOf(args: Arguments): string {
  const { seed, minutes, rate, only, quiet, lasting, sabotage } = args;
  const chosen = only ? ` --only ${only.join(',')}` : '';
  const broken = sabotage === 'none' ? '' : ` --sabotage ${sabotage}`;
  const pace = [
    ...(quiet ? [` --quiet ${quiet.join('-')}`] : []),
    ...(lasting ? [` --lasting ${lasting.join('-')}`] : []),
  ].join('');
  const command = `npm run faults -- --seed ${seed} --minutes ${minutes} --rate ${rate}`;
  return `${command}${chosen}${pace}${broken}`;
}

function totalsOf({ evidence, verdict, answers }: RunReport) {
  const { sagas, starts, ledger, failedAttempts } = evidence;
  const count = (status: string): number => sagas.filter((saga) => saga.status === status).length;
  const rules = group(verdict.violations, ({ rule }) => rule);
  const byCount = (entries: Iterable<readonly [string, number]>): string =>
    [...entries].map(([name, times]) => `${name} ${times}`).join(', ') || 'none';
  const outcomes = group(failedAttempts, ({ outcome }) => outcome);
  return {
    starts: starts.length,
    'sagas, with children': sagas.length,
    completed: count('completed'),
    compensated: count('compensated'),
    'ledger rows': ledger.length,
    'calls by answer': byCount(answers),
    'failed attempts': byCount([...outcomes].map(([name, of]) => [name, of.length])),
    faults: evidence.faults.length,
    'went back, excused': verdict.excused.length,
    violations: byCount([...rules].map(([name, of]) => [name, of.length])),
  };
}

function tableOf(effects: readonly FaultEffect[]): string {
  const head = ['fault', 'times', 'violations', 'went back', 'excused', 'unanswered'];
  const times = ['noticed s', 'wrongly ready s', 'ready s', 'first end s', 'old ended s'];
  const rows = [...group(effects, ({ fault }) => fault.name)]
    .sort()
    .map(([name, of]) => [
      name,
      String(of.length),
      ...(['violations', 'wentBack', 'excused', 'unanswered'] as const).map((column) =>
        String(of.reduce((sum, effect) => sum + effect[column], 0)),
      ),
      ...(['noticedAfterS', 'wronglyReadyS', 'readyAfterS', 'firstEndAfterS'] as const).map(
        (column) => worst(of.map((effect) => effect[column])),
      ),
      worst(of.map(({ oldEndedAfterS }) => oldEndedAfterS)),
    ]);
  return align([[...head, ...times], ...rows]);
}

/** Of all faults of a kind; `–`: of one of them it was never seen. */
function worst(values: readonly (number | null)[]): string {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  const most = known.length > 0 ? String(Math.max(...known)) : '';
  return known.length < values.length ? `${most} –`.trim() : most;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => {
    return Math.max(...rows.map((row) => row[column]?.length ?? 0));
  });
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  '))
    .join('\n');
}

function suspectsOf(found: Violation, { faults }: Evidence): readonly string[] {
  return faults
    .filter((fault) => overlaps(fault, found))
    .map(({ number, name, target }) => `${number} ${name} ${target}`);
}

function lineOf(found: Violation, evidence: Evidence): string {
  const suspects = suspectsOf(found, evidence).join(', ') || 'no fault';
  return `VIOLATION ${found.rule}  ${found.sagaId ?? ''}  ${found.detail}  (${suspects})`;
}

/** With the last part of its history, in which it went wrong. */
function describe(found: Violation, evidence: Evidence) {
  const { from, to, history, ...rest } = found;
  return {
    ...rest,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    faults: suspectsOf(found, evidence),
    history: history.slice(-HISTORY_MAX).map(({ at, ...entry }) => ({
      at: new Date(at).toISOString(),
      ...entry,
    })),
  };
}
