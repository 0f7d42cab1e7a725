import {
  CorrelationUnsignableError,
  signCorrelation,
  verifyCorrelation,
  type Correlation,
} from './correlation.js';

const correlation: Correlation = {
  sagaId: '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11',
  step: 'authorizePayment',
  iteration: 0,
  direction: 'compensate',
  attempt: 3,
};

describe('the correlation id', () => {
  it('comes back as what was signed', () => {
    const token = signCorrelation('secret', correlation);
    expect(verifyCorrelation('secret', token)).toEqual({ ok: true, correlation });
  });

  it('says whose answer it is', () => {
    const asked = { ...correlation, participant: 'gift-shop' };
    const token = signCorrelation('secret', asked);
    expect(verifyCorrelation('secret', token)).toEqual({ ok: true, correlation: asked });
    const another = token.replace('gift-shop', 'gift-show');
    expect(verifyCorrelation('secret', another)).toEqual(BAD_SIGNATURE);
  });

  it('fits an AMQP short string, whatever step and participant are called', () => {
    const name = 'a'.repeat(63);
    const numbers = { iteration: 999_999, attempt: 99_999 };
    const longest = { ...correlation, ...numbers, step: name, participant: name };
    expect(signCorrelation('secret', longest).length).toBeLessThanOrEqual(255);
  });

  it('is still taken while one secret replaces another', () => {
    const token = signCorrelation('old', correlation);
    expect(verifyCorrelation(['new', 'old'], token).ok).toBe(true);
    expect(verifyCorrelation(['new', 'newer'], token)).toEqual(BAD_SIGNATURE);
  });

  it('is not taken when any one of its characters was changed', () => {
    const token = signCorrelation('secret', correlation);
    for (let index = 0; index < token.length; index++) {
      const changed = token[index] === 'A' ? 'B' : 'A';
      const forged = token.slice(0, index) + changed + token.slice(index + 1);
      expect(verifyCorrelation('secret', forged)).toEqual(BAD_SIGNATURE);
    }
  });

  it.each(['.', 'x', '1.a.b.0.e.1', '1.a.b.0.e.1.', 'ü'.repeat(50), 'x'.repeat(100_000)])(
    'is not taken when it was never signed (%#)',
    (token) => {
      expect(verifyCorrelation('secret', token)).toEqual(BAD_SIGNATURE);
    },
  );

  it('is told apart from none at all', () => {
    expect(verifyCorrelation('secret', undefined)).toEqual({ ok: false, reason: 'NO_CORRELATION' });
    expect(verifyCorrelation('secret', '')).toEqual({ ok: false, reason: 'NO_CORRELATION' });
  });

  it.each([{ step: 'a.b' }, { step: '' }, { step: 'a'.repeat(250) }, { attempt: 1.5 }])(
    'is not made of what could not be read again: %j',
    (fields) => {
      expect(() => signCorrelation('secret', { ...correlation, ...fields })).toThrow(
        CorrelationUnsignableError,
      );
    },
  );
});

const BAD_SIGNATURE = { ok: false, reason: 'BAD_SIGNATURE' };
