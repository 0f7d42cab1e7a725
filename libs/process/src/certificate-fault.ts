/** The codes that Node's TLS gives when it does not take a server's certificate. */
const CODE = /^(?:CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

/**
 * That a server's certificate was not taken, why, and what to do; null: the error is another one.
 *
 * @param server whose it is, for people: "the broker at host:5671"
 */
export function certificateFault(error: unknown, server: string): string | null {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  if (typeof code !== 'string' || !CODE.test(code)) return null;
  const why = `the certificate of ${server} is not trusted (${code}: ${String(message)})`;
  if (/^(?:ERR_TLS_CERT_ALTNAME|HOSTNAME)/.test(code)) {
    return `${why}: use the name in the address that the certificate is for`;
  }
  if (/EXPIRED|NOT_YET/.test(code)) return `${why}: give the server another one`;
  return `${why}: NODE_EXTRA_CA_CERTS has to name the file of the authority that signed it`;
}
