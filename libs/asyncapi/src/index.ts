export { asyncApi } from './document/asyncapi.js';
export { messageKinds } from './document/messages.js';
export type { MessageKind, NamedSample } from './document/message-kind.js';
export { fileNameOf, schemaDocument, SCHEMAS } from './schemas/message-schemas.js';
