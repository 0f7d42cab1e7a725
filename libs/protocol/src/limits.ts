/** The longest business key of a saga, in code points. */
export const SAGA_KEY_CHARS_MAX = 256;

/** The largest version of a definition: what the database can number. */
export const VERSION_MAX = 2_147_483_647;

/** What a packet may add around its data, in bytes: data that leaves room for it can be sent. */
export const PACKET_BYTES_MAX = 1024;
