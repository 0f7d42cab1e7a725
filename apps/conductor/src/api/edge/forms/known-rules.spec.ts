import { Equals, getMetadataStorage, IsOptional, IsString, validateSync } from 'class-validator';
import { jest } from '@jest/globals';
import { DtoPipe } from '../validation.js';

class Named {
  @IsString()
  name!: string;
}

class NamedTwice extends Named {
  @IsOptional()
  @IsString()
  second?: string;
}

class Grouped {
  @Equals(1, { groups: ['first'] })
  number!: number;
}

const asBody = (metatype: new () => object) => ({ type: 'body' as const, metatype });

describe('Rules of a form', () => {
  const pipe = new DtoPipe();

  it('are its own and those that it inherits, at every check', () => {
    for (let check = 0; check < 2; check++) {
      expect(pipe.transform({ name: 'a' }, asBody(NamedTwice))).toEqual({ name: 'a' });
      expect(() => pipe.transform({ second: 'b' }, asBody(NamedTwice))).toThrow(/name/);
      expect(() => pipe.transform({ name: 'a', second: 1 }, asBody(NamedTwice))).toThrow(/second/);
    }
  });

  it('are looked for among those of all forms once', () => {
    const all = jest.spyOn(getMetadataStorage()['validationMetadatas'], 'entries');
    class Late {
      @IsString()
      name!: string;
    }
    for (let check = 0; check < 5; check++) pipe.transform({ name: 'a' }, asBody(Late));
    const looks = all.mock.calls.length;
    all.mockRestore();
    expect(looks).toBe(1);
  });

  it('of one group are still another set', () => {
    const wrong = Object.assign(new Grouped(), { number: 2 });
    expect(validateSync(wrong, { groups: ['first'] })).toHaveLength(1);
    const [unknown] = validateSync(wrong, { groups: ['second'] });
    expect(unknown?.constraints).toHaveProperty('unknownValue');
    expect(validateSync(wrong, { groups: ['first'] })).toHaveLength(1);
  });
});
