import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { MigrateDto } from './migration.dto.js';

async function faultsOf(fields: object): Promise<readonly string[]> {
  const body = plainToInstance(MigrateDto, { reason: 'a new version', ...fields });
  return (await validate(body)).map(({ property }) => property);
}

describe('The body of a migration', () => {
  it.each(['previewHashes', 'from', 'limit', 'reason'])(
    'given %s is null, then it is refused for this field',
    async (field) => {
      expect(await faultsOf({ [field]: null })).toEqual([field]);
    },
  );

  it('given optional fields are left out, then it is taken', async () => {
    expect(await faultsOf({})).toEqual([]);
  });
});
