export { ConductorModule, type ConductorModuleAsyncOptions } from './nest/conductor.module.js';
