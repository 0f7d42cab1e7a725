import { EncryptJWT, jwtDecrypt } from 'jose';
import type pg from 'pg';

/** What a browser kept of a login, as it is once the login has taken too long. */
export async function agedLogin(kept: string, sql: pg.Client): Promise<string> {
  const { rows } = await sql.query(`select value from setting where name = 'login-secret'`);
  const secret = Buffer.from(String(rows[0]?.value), 'base64url');
  const { payload, protectedHeader } = await jwtDecrypt(kept, secret);
  const { alg, enc } = protectedHeader;
  return new EncryptJWT(payload)
    .setProtectedHeader({ alg, enc })
    .setExpirationTime(new Date(0))
    .encrypt(secret);
}
