export { asyncApi } from './document/asyncapi.js';
export { definitionAsyncApi } from './document/definition-asyncapi.js';
export { kindsAt } from './document/kinds-at.js';
export type { Published } from './document/kinds-at.js';
export { messageKinds } from './document/messages.js';
export type { MessageKind, NamedSample } from './document/message-kind.js';
export { fileNameOf, schemaDocument, SCHEMAS } from './schemas/message-schemas.js';
