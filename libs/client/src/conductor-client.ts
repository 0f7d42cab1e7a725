import { apiOf, type ConductorApi } from './api/api-client.js';
import type { ClientOptions } from './transport/client-options.js';
import { Definitions } from './definitions/definitions.js';
import { listOf, type ItemOf, type ListArguments, type ListPath } from './lists/list.js';
import type { Pages } from './lists/pages.js';
import { Operations } from './operations/operations.js';
import { Sagas } from './sagas/sagas.js';
import type { StreamOptions } from './streams/event-stream.js';
import { watchSagas, type WatchFilter, type WatchNews } from './streams/watch.js';
import { Sender } from './transport/sender.js';

/**
 * A client of one conductor. It keeps no connection open by itself, so there is nothing to close.
 * Calls reject with a `ConductorError`; those that did not get through are sent again, which is
 * safe: whatever changes something has a key under which it is done once.
 */
export class ConductorClient {
  /** Every call of the API, typed by its OpenAPI document. */
  readonly api: ConductorApi;
  readonly sagas: Sagas;
  readonly definitions: Definitions;
  readonly operations: Operations;
  private readonly sender: Sender;

  /** @throws TypeError: the baseUrl is none */
  constructor(options: ClientOptions) {
    this.sender = new Sender(options);
    this.api = apiOf(this.sender);
    this.sagas = new Sagas(this.api, this.sender);
    this.definitions = new Definitions(this.api);
    this.operations = new Operations(this.api);
  }

  /** What all sagas do that match, as it is committed, across cuts. Never ends by itself. */
  watch(
    filter: WatchFilter = {},
    options: StreamOptions = {},
  ): AsyncGenerator<WatchNews, void, undefined> {
    return watchSagas(this.sender, filter, options);
  }

  /** Any list of the API, read page after page: `client.list('/v1/admin/audit')`. */
  list<Path extends ListPath>(path: Path, ...options: ListArguments<Path>): Pages<ItemOf<Path>> {
    return listOf(this.api, path, ...options);
  }
}
