import { RefusalCounts, type Refusal } from './refusal-counts.js';

function refusal(actor: string, id: string, code = 'PIVOT_PASSED'): Refusal {
  const subject = { kind: 'lock', id } as const;
  const nothing = { request: {}, before: null, after: null };
  const act = { actor, via: 'api', action: 'cancel', subject, reason: 'x', ...nothing } as const;
  return { act, code };
}

describe('Refusals', () => {
  it('become a record at once, and equal ones another one when the minute is over', () => {
    const counts = new RefusalCounts();
    expect(counts.note(refusal('ann', 'a'), 0)?.outcome).toMatchObject({ times: 1 });
    for (let more = 0; more < 7; more++) expect(counts.note(refusal('ann', 'a'), 10)).toBeNull();
    expect(counts.dueAt).toBe(60_000);
    expect(counts.take(59_999)).toEqual([]);
    expect(counts.take(60_000)).toMatchObject([{ outcome: { code: 'PIVOT_PASSED', times: 7 } }]);
    expect(counts.dueAt).toBeNull();
    expect(counts.note(refusal('ann', 'a'), 60_001)?.outcome).toMatchObject({ times: 1 });
  });

  it('are different by actor, by subject and by code', () => {
    const counts = new RefusalCounts();
    const kinds = [refusal('ann', 'a'), refusal('bob', 'a'), refusal('ann', 'b')];
    const all = [...kinds, refusal('ann', 'a', 'SAGA_ENDED')];
    expect(all.map((one) => counts.note(one, 0)).filter((act) => act !== null)).toHaveLength(4);
    expect(counts.take(60_000)).toEqual([]);
  });

  it('of one caller are at most 60 records a minute and one for all others', () => {
    const counts = new RefusalCounts();
    const acts = Array.from({ length: 500 }, (_, at) => counts.note(refusal('eve', `${at}`), 0));
    const recorded = acts.filter((act) => act !== null);
    expect(recorded).toHaveLength(61);
    expect(recorded.at(-1)).toMatchObject({ action: 'any', subject: { kind: 'route', id: '*' } });
    expect(counts.take(60_000)).toMatchObject([{ action: 'any', outcome: { times: 439 } }]);
    expect(counts.note(refusal('ann', 'a'), 60_000)).not.toBeNull();
  });

  it('of one who is refused again and again are all counted in the end', () => {
    const counts = new RefusalCounts();
    let times = 0;
    for (let at = 0; at < 180_000; at += 100) {
      if (counts.note(refusal('eve', 'a'), at) !== null) times++;
      for (const { outcome } of counts.take(at)) {
        if (outcome.type === 'refused') times += outcome.times ?? 1;
      }
    }
    for (const { outcome } of counts.take(180_000, true)) {
      if (outcome.type === 'refused') times += outcome.times ?? 1;
    }
    expect(times).toBe(1800);
  });
});
