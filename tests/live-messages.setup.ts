/*
 * Every message that a test has published is held to the schemas of docs/MESSAGES.md before the
 * test ends, where a fixture taps its broker (#testing-internal). Loads nothing where none does.
 */
type Hooks = Readonly<Record<symbol, (() => Promise<void>) | undefined>>;

afterEach(() => (globalThis as unknown as Hooks)[Symbol.for('conductor.live-messages')]?.());
