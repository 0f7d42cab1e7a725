/** Smaller bodies are not counted, however many: prefetch counts messages. */
const SMALL_BYTES = 4 * 1024;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
/** The size of an empty array or object in memory: 41 to 64 bytes for 2 characters of text. */
const CONTAINER_BYTES = 64;

/** Roughly a body's size once parsed. Brackets inside strings are counted too. */
export function parsedBytes(body: Buffer): number {
  if (body.length < SMALL_BYTES) return body.length;
  let containers = 0;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) containers++;
  }
  return body.length + containers * CONTAINER_BYTES;
}
