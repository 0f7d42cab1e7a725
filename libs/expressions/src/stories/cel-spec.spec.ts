import {
  ABSENT,
  type Absent,
  absentIn,
  casesIn,
  jsonOf,
  outcomeOf,
  type SpecCase,
  SPEC_FILES,
  type SpecFile,
} from './cel-spec.fixture.js';
import { DIFFERENT_VALUES, GAPS } from './cel-spec-gaps.fixture.js';

/** What is counted, and told in docs/DEFINITIONS.md. */
const CORE_CASES = 1028;
const CORE_CASES_THAT_HOLD = 933;
const CASES_WITHOUT: Readonly<Record<Absent, number>> = {
  messages: 103,
  unsigned: 187,
  bytes: 110,
  types: 26,
};

interface Row {
  readonly file: SpecFile;
  readonly name: string;
  readonly spec: SpecCase;
  readonly absent: Absent | null;
}

const rows: readonly Row[] = SPEC_FILES.flatMap((file) =>
  casesIn(file).map((spec) => ({ file, name: spec.name, spec, absent: absentIn(spec) })),
);
const core = rows.filter(({ absent }) => absent === null);

function isGap({ file, name }: Row): boolean {
  const section = `${name.slice(0, name.indexOf('/'))}/*`;
  return GAPS.some(({ cases }) => [name, section].some((each) => cases[file]?.includes(each)));
}

function nameOf({ file, name }: Row): string {
  return `${file}: ${name}`;
}

/** It ends as CEL has it: with this value, or without any. */
function holds({ spec }: Row): boolean {
  const outcome = outcomeOf(spec);
  if (spec.value === undefined) return 'fault' in outcome;
  return 'value' in outcome && isSame(outcome.value, jsonOf(spec.value));
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
}

describe('The conformance tests of the CEL specification', () => {
  const applying = core.filter((row) => !isGap(row));

  it.each(applying.map((row) => [nameOf(row), row.spec.expr, row] as const))(
    '%s: %s',
    (...given) => {
      const { spec } = given[2];
      const outcome = outcomeOf(spec);
      if (spec.value === undefined) expect(outcome).toEqual({ fault: expect.any(String) });
      else expect(outcome).toEqual({ value: jsonOf(spec.value) });
    },
  );

  it('are as many as they are told to be, and no gap is one no more', () => {
    expect(core).toHaveLength(CORE_CASES);
    expect(applying).toHaveLength(CORE_CASES_THAT_HOLD);
    const filled = core.filter((row) => isGap(row) && holds(row));
    expect(filled.map(nameOf)).toEqual([]);
  });

  it.each(ABSENT)('are left out where they are about what JSON does not have: %s', (absent) => {
    const left = rows.filter((row) => row.absent === absent);
    expect(left).toHaveLength(CASES_WITHOUT[absent]);
  });

  it('what there is not is refused or fails, and never gives another value', () => {
    const different = rows.filter((row) => 'value' in outcomeOf(row.spec) && !holds(row));
    expect(different.map(nameOf)).toEqual(DIFFERENT_VALUES);
  });
});
