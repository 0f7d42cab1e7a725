/** The longest business key of a saga, in code points. */
export const SAGA_KEY_CHARS_MAX = 256;

/** The largest version of a definition: what the database can number. */
export const VERSION_MAX = 2_147_483_647;

/** What a packet may add around its data, in bytes: data that leaves room for it can be sent. */
export const PACKET_BYTES_MAX = 1024;

/** How many arrays and objects a JSON text of so many bytes may have. */
export function containersMax(bytes: number): number {
  return CONTAINERS_ALWAYS + Math.floor(bytes / BYTES_FOR_CONTAINER);
}

/** How many of them data of so many bytes may have that leaves room for a packet around it. */
export function dataContainersMax(bytes: number): number {
  return containersMax(bytes) - PACKET_CONTAINERS_MAX;
}

/*
 * Arrays and objects: `[]` takes two bytes as text and 41 to 64 in memory, so that 1 MiB of them is
 * 14 to 23 MB; of numbers and texts alone it is at most 5. Lists of short pairs need 8 bytes each,
 * positions on a map 11 and more.
 */
const CONTAINERS_ALWAYS = 10_000;
const BYTES_FOR_CONTAINER = 8;
/** What a packet may add around its data, in arrays and objects. */
const PACKET_CONTAINERS_MAX = 1000;

/** What the error of a reply, and so of a saga, may say: any other code counts as `ERROR`. */
export const ERROR_FORM = { code: /^[A-Za-z0-9_.:-]{1,64}$/, messageCharsMax: 2000 } as const;
