import { certificateFault } from './certificate-fault.js';

const fault = (code: string) => Object.assign(new Error('said by TLS'), { code });

it.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS has to name'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS has to name'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'use the name in the address'],
  ['CERT_HAS_EXPIRED', 'give the server another one'],
])('%s: says what to do', (code, advice) => {
  const text = certificateFault(fault(code), 'the broker at b:5671');
  expect(text).toContain(`the certificate of the broker at b:5671 is not trusted (${code}`);
  expect(text).toContain(advice);
});

it.each([fault('ECONNREFUSED'), new Error('odd'), null, 'odd'])('%p is another error', (error) => {
  expect(certificateFault(error, 'the broker')).toBeNull();
});
