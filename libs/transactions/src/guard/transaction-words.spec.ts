import { settingIn, transactionControlIn } from './transaction-words.js';

describe('A statement that ends or begins a transaction is found', () => {
  it.each([
    ['commit', 'COMMIT'],
    ['  ROLLBACK  ', 'ROLLBACK'],
    ['rollback work', 'ROLLBACK'],
    ['abort', 'ABORT'],
    ['end', 'END'],
    ['begin', 'BEGIN'],
    ['start transaction isolation level serializable', 'START TRANSACTION'],
    ["prepare transaction 'x'", 'PREPARE TRANSACTION'],
    ['insert into effect values (1); commit; begin', 'COMMIT'],
    ["select 'it''s'; commit", 'COMMIT'],
    ["select e'\\''; commit", 'COMMIT'],
    ['/* done */ commit', 'COMMIT'],
    ['-- done\ncommit', 'COMMIT'],
    ['select $a$ x $a$; rollback', 'ROLLBACK'],
  ])('%j', (text, words) => {
    expect(transactionControlIn(text)).toBe(words);
  });
});

describe('No transaction ends by', () => {
  it.each([
    'select 1',
    'savepoint a',
    'release savepoint a',
    'rollback to a',
    'rollback to savepoint a',
    'ROLLBACK WORK TO SAVEPOINT a',
    'prepare plan as select 1',
    "insert into note values ('; commit')",
    'insert into "commit" values (1)',
    'select case when true then 1 end',
    'do $$ begin perform 1; end $$',
    'do $x$ begin perform 1; commit; end $x$',
    '/* ; commit */ select 1',
    '-- ; commit\nselect 1',
    'update account set "end" = 1; select 2',
  ])('%j', (text) => {
    expect(transactionControlIn(text)).toBeNull();
  });
});

describe('A statement that changes a setting is found', () => {
  it.each([
    ["set local app.tenant = 'a'", 'set'],
    ['SET CONSTRAINTS ALL DEFERRED', 'SET'],
    ['select 1; set role clerk', 'set'],
    ["select set_config('app.tenant', $1, true)", 'set_config('],
    ['-- first\nset local lock_timeout = 5', 'set'],
  ])('%j', (text, words) => {
    expect(settingIn(text)).toBe(words);
  });
});

describe('No setting is changed by', () => {
  it.each([
    'update account set amount = 1',
    "insert into note values ('; set local x = 1')",
    'insert into account values (1) on conflict (id) do update set amount = 1',
    'select set_id from offset_config',
  ])('%j', (text) => {
    expect(settingIn(text)).toBeNull();
  });
});
