import { dataOf, type ApiPaths, type ConductorApi } from '../api/api-client.js';
import { Pages, type Page } from './pages.js';

type AnswerOf<Path extends keyof ApiPaths> = ApiPaths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Answer } } } };
}
  ? Answer
  : never;

/** What a list of the API consists of; never: the path is no list. */
export type ItemOf<Path extends keyof ApiPaths> =
  AnswerOf<Path> extends { readonly items: readonly (infer Item)[]; readonly next: string | null }
    ? Item
    : never;

/** The paths of all lists. */
export type ListPath = {
  [Path in keyof ApiPaths]: [ItemOf<Path>] extends [never] ? never : Path;
}[keyof ApiPaths];

type ParametersOf<Path extends ListPath> = ApiPaths[Path] extends {
  get: { parameters: infer Parameters };
}
  ? Parameters
  : never;
type VariablesOf<Path extends ListPath> =
  ParametersOf<Path> extends { path: infer Variables } ? Variables : never;
type QueryOf<Path extends ListPath> =
  ParametersOf<Path> extends { query?: infer Query }
    ? Omit<NonNullable<Query>, 'cursor' | 'limit'>
    : never;

/** Which part of a list; `path` where its address has variables. */
export type ListOptions<Path extends ListPath> = {
  readonly query?: QueryOf<Path>;
  /** Items of one page. Default: as the API has it. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
} & ([VariablesOf<Path>] extends [never]
  ? { readonly path?: never }
  : { readonly path: VariablesOf<Path> });

export type ListArguments<Path extends ListPath> = [VariablesOf<Path>] extends [never]
  ? [options?: ListOptions<Path>]
  : [options: ListOptions<Path>];

type AnyCall = (
  path: string,
  init: { readonly params: object; readonly signal?: AbortSignal },
) => Promise<{ readonly data?: unknown; readonly response: Response }>;

export function listOf<Path extends ListPath>(
  api: ConductorApi,
  path: Path,
  ...[options]: ListArguments<Path>
): Pages<ItemOf<Path>> {
  const { query, path: variables, pageSize, signal } = options ?? ({} as ListOptions<Path>);
  // the compiler does not resolve what depends on a path that is not known yet
  const get = api.GET as unknown as AnyCall;
  return new Pages(async (cursor) => {
    const paging = { ...(pageSize && { limit: pageSize }), ...(cursor !== null && { cursor }) };
    const params = { query: { ...query, ...paging }, ...(variables && { path: variables }) };
    const answer = await dataOf(get(path, { params, ...(signal && { signal }) }));
    return answer as unknown as Page<ItemOf<Path>>;
  });
}
