export { brokerUrl, createTestDatabase, uniquePrefix, type TestDatabase } from './servers.js';
