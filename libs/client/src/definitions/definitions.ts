import { dataOf, type ConductorApi, type Schemas } from '../api/api-client.js';
import { listOf } from '../lists/list.js';
import { ApprovalAskedError } from '../errors/own-errors.js';
import type { Pages } from '../lists/pages.js';
import { given, keyHeader, type CallOptions, type KeyedOptions } from '../sagas/sagas.js';

/** A definition, which may be a constant of its file. */
export type DefinitionDocument = Constant<Schemas['DefinitionDocument']>;

type Constant<Value> = Value extends object
  ? { readonly [Key in keyof Value]: Constant<Value[Key]> }
  : Value;

/** What sagas do, under versions that never change. */
export class Definitions {
  constructor(private readonly api: ConductorApi) {}

  /**
   * Stores it as the next version of its name; one that is there already is not stored again, and
   * is answered. So a service can apply its definitions at every start.
   *
   * @throws DefinitionInvalidError, with everything that is wrong in `errors`; ApprovalAskedError,
   *   where the settings want a second person: nothing is stored until somebody confirms it. After
   *   that it is there; applied again before, it is the same approval
   */
  async apply(
    definition: DefinitionDocument,
    { reason, idempotencyKey, signal }: KeyedOptions & { readonly reason?: string } = {},
  ): Promise<Schemas['PostedDefinition']> {
    const query = reason === undefined ? {} : { query: { reason } };
    const body = definition as Schemas['DefinitionDocument'];
    const params = { ...query, ...keyHeader(idempotencyKey) };
    const call = this.api.POST('/v1/definitions', { params, body, ...given(signal) });
    const answer = await dataOf(call);
    if ('state' in answer) throw new ApprovalAskedError(answer);
    return answer;
  }

  /** Everything that is wrong with it, and what is worth a second look. Stores nothing. */
  validate(
    definition: unknown,
    { signal }: CallOptions = {},
  ): Promise<Schemas['ValidationReport']> {
    const body = definition as Schemas['DefinitionDocument'];
    return dataOf(this.api.POST('/v1/definitions/validate', { body, ...given(signal) }));
  }

  /** Each with its newest version, by name. */
  list(options: CallOptions = {}): Pages<Schemas['DefinitionSummary']> {
    return listOf(this.api, '/v1/definitions', options);
  }

  /** The newest version with its document, and what versions there are. */
  get(name: string, { signal }: CallOptions = {}): Promise<Schemas['DefinitionWithVersions']> {
    const params = { path: { name } };
    return dataOf(this.api.GET('/v1/definitions/{name}', { params, ...given(signal) }));
  }

  /** The messages of a version as an AsyncAPI 3 document, for those who write its participants. */
  asyncApi(
    name: string,
    version: number,
    { signal }: CallOptions = {},
  ): Promise<Schemas['AsyncApiDocument']> {
    const path = '/v1/definitions/{name}/versions/{version}/asyncapi.json';
    const params = { path: { name, version } };
    return dataOf(this.api.GET(path, { params, ...given(signal) }));
  }
}
