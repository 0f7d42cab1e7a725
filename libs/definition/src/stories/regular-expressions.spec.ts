import { compileDefinition } from '../compile/compile-definition.js';
import { document, faultsOf, step, warningsIn } from './document.fixture.js';

const asking = (patterns: readonly string[]) =>
  document({
    steps: [step('a', { input: patterns.map((each) => `\${input.name.matches(r'${each}')}`) })],
  });

describe('The regular expressions of a definition', () => {
  it('are checked when it is posted', () => {
    expect(faultsOf(asking(['^[a-z]+$', '(']))).toEqual(['expression-type /steps/0/input/1']);
    expect(warningsIn(asking(['^[a-z]+$', '^[0-9]{5}$']))).toEqual([]);
  });

  it('are warned of where nobody may come to one that is none', () => {
    const when = "${has(input.name) && input.name.matches('[')}";
    const posted = document({ steps: [step('a', { when })] });
    expect(warningsIn(posted)).toEqual(['fails-when-reached /steps/0/when']);
  });

  it('may be many, and together take no longer to read than a decision may', () => {
    const many = Array.from({ length: 500 }, (_, index) => `^[a-z]{${index}}[0-9]{${index}}$`);
    expect(faultsOf(asking(many.slice(0, 100)))).toEqual([]);
    const large = Array.from({ length: 500 }, (_, index) => `${index}\\pL\\pN`);
    const result = compileDefinition(asking(large), 1);
    const faults = result.ok ? [] : result.faults;
    expect(faults.length).toBeGreaterThan(100);
    expect(faults[0]?.message).toContain('are too many, or too large');
  });

  it('that were accepted once are not read again when it is loaded', () => {
    const result = compileDefinition(asking(['(']), 1, { isStored: true });
    expect(result.ok).toBe(true);
  });
});
