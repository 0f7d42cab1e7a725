import type { Broken } from './violation.js';
import type { LedgerRow, SagaRow } from './evidence.js';
import { group, type EvidenceIndex } from './evidence-index.js';
import { FATES, type Effect, type Fate } from './fates.js';
import type { Start } from '../load.js';

/** What was done and undone under one idempotency key. */
interface Deed {
  readonly participant: string;
  readonly step: string;
  readonly iteration: number;
  readonly dos: readonly LedgerRow[];
  readonly undos: readonly LedgerRow[];
}

/** Whether the effects of a saga that has ended are those of its fate: once each, in order. */
export function checkEffects(
  saga: SagaRow,
  start: Start,
  { ledgerOf, childrenOf }: EvidenceIndex,
): readonly Broken[] {
  const fate = FATES[saga.definition];
  if (!fate) return [];
  const deeds = deedsOf(ledgerOf.get(saga.id) ?? []);
  const children = childrenOf.get(saga.id) ?? [];
  return [
    ...findUnexpected(deeds, fate),
    ...deeds.flatMap(findRepeated),
    ...(saga.status === 'completed'
      ? [...findMissing(deeds, fate), ...findUndone(deeds), ...findMissingChildren(children, fate)]
      : [...deeds.flatMap(findLeftOver), ...findRefusedButDone(deeds, fate, start)]),
    ...findOutOfOrder(deeds, fate),
  ];
}

function deedsOf(rows: readonly LedgerRow[]): readonly Deed[] {
  const groups = group(rows, ({ participant, key }) => `${participant} ${key}`);
  return [...groups.values()].flatMap((ofKey) => {
    const [first] = ofKey;
    if (!first) return [];
    const { participant, step, iteration } = first;
    const dos = ofKey.filter(({ what }) => what === 'do');
    return [
      { participant, step, iteration, dos, undos: ofKey.filter((row) => !dos.includes(row)) },
    ];
  });
}

function findUnexpected(deeds: readonly Deed[], { effects }: Fate): readonly Broken[] {
  const isExpected = ({ participant, step, iteration }: Deed): boolean =>
    effects.some(
      (effect) =>
        effect.step === step && effect.participant === participant && iteration < effect.times,
    );
  return deeds
    .filter((deed) => !isExpected(deed))
    .map((deed) => broken('effect-unexpected', deed, `is no effect of such a saga`));
}

function findRepeated(deed: Deed): readonly Broken[] {
  const { dos, undos } = deed;
  const found: Broken[] = [];
  if (dos.length > 1) found.push(broken('effect-doubled', deed, `was done ${dos.length} times`));
  if (undos.length > 1)
    found.push(broken('undo-doubled', deed, `was undone ${undos.length} times`));
  if (undos.length > 0 && dos.length === 0) {
    found.push(broken('undone-for-nothing', deed, 'was undone, and never done'));
  }
  return found;
}

function findMissing(deeds: readonly Deed[], { effects }: Fate): readonly Broken[] {
  const isThere = ({ step }: Effect, iteration: number): boolean =>
    deeds.some((deed) => deed.step === step && deed.iteration === iteration && deed.dos.length > 0);
  return effects.flatMap((effect) =>
    Array.from({ length: effect.times }, (_, iteration) => iteration)
      .filter((iteration) => !isThere(effect, iteration))
      .map((iteration) => broken('effect-lost', { ...effect, iteration }, 'was never done')),
  );
}

function findUndone(deeds: readonly Deed[]): readonly Broken[] {
  return deeds
    .filter(({ undos }) => undos.length > 0)
    .map((deed) => broken('undone-though-completed', deed, 'was undone, and the saga completed'));
}

function findMissingChildren(children: readonly SagaRow[], { children: wanted }: Fate): Broken[] {
  const completed = children.filter(({ status }) => status === 'completed').length;
  const count = wanted?.count ?? 0;
  if (completed === count && children.length === count) return [];
  const detail = `${children.length} children, ${completed} of them completed, and not ${count}`;
  return [{ rule: 'child-astray', detail }];
}

function findLeftOver(deed: Deed): readonly Broken[] {
  if (deed.dos.length === 0 || deed.undos.length > 0) return [];
  return [broken('left-over', deed, 'was done, and not undone, though the saga went back')];
}

function findRefusedButDone(deeds: readonly Deed[], fate: Fate, start: Start): readonly Broken[] {
  const { refuseAt } = start.input;
  return deeds
    .filter(({ step, dos }) => step === refuseAt && dos.length > 0)
    .filter(({ step }) => fate.refusable.includes(step))
    .filter(({ step, iteration }) => iteration === (fate.refusedIterationOf?.[step] ?? 0))
    .map((deed) => broken('refused-but-done', deed, 'was done, though it was to be refused'));
}

/** `[a, b]`: every b is done after all a, and undone before any a is. */
function findOutOfOrder(deeds: readonly Deed[], { order }: Fate): readonly Broken[] {
  const instants = (step: string, what: 'dos' | 'undos'): readonly number[] =>
    deeds.filter((deed) => deed.step === step).flatMap((deed) => deed[what].map(({ at }) => at));
  return order.flatMap(([before, after]) => {
    const found: Broken[] = [];
    if (Math.max(...instants(before, 'dos')) > Math.min(...instants(after, 'dos'))) {
      found.push({ rule: 'done-out-of-order', detail: `${after} was done before ${before}` });
    }
    if (Math.max(...instants(after, 'undos')) > Math.min(...instants(before, 'undos'))) {
      found.push({ rule: 'undone-out-of-order', detail: `${before} was undone before ${after}` });
    }
    return found;
  });
}

function broken(
  rule: string,
  { participant, step, iteration }: Pick<Deed, 'participant' | 'step' | 'iteration'>,
  what: string,
): Broken {
  return { rule, detail: `${participant} ${step}[${iteration}] ${what}` };
}
