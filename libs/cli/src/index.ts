export { CLI_CODES } from './ending/cli-codes.js';
export { runCli } from './main.js';
export { filesOf } from './verify/files.js';
export { allCommands, faultOf } from './tree/all-commands.js';
export { referenceText } from './tree/reference.js';
export type { Sink, Surroundings } from './world/surroundings.js';
