/** `text` in pg_type. */
const TEXT_OID = 25;
const HEADER_BYTES = 20;

/**
 * A `text[]` parameter in the binary format (array_send of the server). As text, or within JSON,
 * each value would be escaped here and read character by character there; documents are JSON
 * already, so that every quote of theirs would count twice. No value may contain U+0000.
 */
export function textArray(values: readonly string[]): Buffer {
  const sizes = values.map((value) => Buffer.byteLength(value));
  const bytes = sizes.reduce((sum, size) => sum + 4 + size, HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(bytes);
  let offset = 0;
  // one dimension, no nulls, from index 1
  for (const field of [1, 0, TEXT_OID, values.length, 1]) {
    offset = buffer.writeInt32BE(field, offset);
  }
  values.forEach((value, index) => {
    offset = buffer.writeInt32BE(sizes[index] ?? 0, offset);
    offset += buffer.write(value, offset);
  });
  return buffer;
}
