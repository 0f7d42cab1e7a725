import { PACKET_BYTES_MAX, MESSAGE_BYTES_MAX, parseBoundedJson, type JsonValue } from '#protocol';
import { UnwritableError, writeJson } from './write-json.js';

class OutputUnusableError extends Error {
  readonly code = 'OUTPUT_UNUSABLE';
}

/**
 * The output as the conductor will read it; no output becomes `{}`. Output that the conductor would
 * set aside, or that would not reach it, is an error.
 */
export function outputOf(returned: unknown): JsonValue {
  const body = Buffer.from(`{"output":${writtenOutput(returned === undefined ? {} : returned)}}`);
  const check = parseBoundedJson(body, { maxBytes: MESSAGE_BYTES_MAX - PACKET_BYTES_MAX });
  if (!check.ok) throw new OutputUnusableError(`${check.reason}: ${check.detail}`);
  return (check.value as { output?: JsonValue }).output ?? null;
}

function writtenOutput(output: unknown): string {
  try {
    return writeJson(output);
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    throw new OutputUnusableError(`the output: ${error.message}`, { cause: error.cause });
  }
}
