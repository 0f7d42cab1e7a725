import pg from 'pg';
import { pgDatabase } from '@conductor/participant/pg';

export const openDatabase = (url) => pgDatabase(new pg.Pool({ connectionString: url }));
