import { OutageReport } from './outage-report.js';

describe('The report of an outage', () => {
  it('given attempts that fail for three minutes, then it is told at once and each minute', () => {
    const report = new OutageReport();
    const told: (number | null)[] = [];
    for (let at = 7_000; at <= 187_000; at += 5_000) told.push(report.failed(at));
    expect(told.filter((awayForMs) => awayForMs !== null)).toEqual([0, 60_000, 120_000, 180_000]);
  });

  it('given an attempt that succeeds, then its end is told once, with how long it was', () => {
    const report = new OutageReport();
    report.failed(1_000);
    report.failed(30_000);
    expect(report.succeeded(40_000.4)).toBe(39_000);
    expect(report.succeeded(41_000)).toBeNull();
  });

  it('given another outage after it, then it begins anew', () => {
    const report = new OutageReport();
    report.failed(0);
    report.succeeded(59_000);
    expect(report.failed(61_000)).toBe(0);
    expect(report.failed(62_000)).toBeNull();
  });

  it('given no outage, then nothing is told of a success', () => {
    expect(new OutageReport().succeeded(5)).toBeNull();
  });
});
