import type { ApiCall, QueryValue } from '../api/api.js';
import { fillPath } from '../api/paths.js';
import { EXIT } from '../ending/exit-codes.js';
import { factsText } from '../output/facts.js';
import type { Look } from '../output/look.js';
import { itemsOf } from '../output/output.js';
import { tableText, type Column } from '../output/table.js';
import { optionName, type CommandSpec, type Given, type OptionSpec } from '../spec/command-spec.js';
import { PAGE_OPTIONS, WEB_OPTION } from '../spec/shared-options.js';
import type { Session } from '../session/session.js';
import { showInConsole } from './web.js';

type Head = Pick<CommandSpec, 'words' | 'does'> & Partial<CommandSpec>;

/** How many pages `--all` reads at most; more is for an export, not for a terminal. */
const PAGES_MAX = 10_000;

/** A command that shows one thing: `GET` of a path whose `{names}` are its arguments. */
export function showing({
  path,
  query = [],
  text = factsText,
  web,
  ...head
}: Head & {
  readonly path: string;
  /** Options that go into the query under their own name. */
  readonly query?: readonly string[];
  readonly text?: (value: never, look: Look) => string;
  readonly web?: string;
}): CommandSpec {
  return {
    ...head,
    options: [...(head.options ?? []), ...(web === undefined ? [] : [WEB_OPTION])],
    calls: [`GET ${path}`, ...(head.calls ?? [])],
    run: async (given, session) => {
      if (web !== undefined && given.options['web'] === true) {
        return showInConsole(fillPath(web, given.args), session);
      }
      const call = {
        method: 'GET',
        path: fillPath(path, given.args),
        query: queryOf(given, query),
      };
      const { body } = await session.api.send(call);
      session.output.result(body, (look) => text(body as never, look));
      return EXIT.done;
    },
  };
}

/** A command that lists: pages of a path, as a table. */
export function listing({
  path,
  query = [],
  shown,
  web,
  ...head
}: Head & {
  readonly path: string;
  readonly query?: readonly string[];
  readonly shown: readonly Column[];
  readonly web?: string;
}): CommandSpec {
  const options: readonly OptionSpec[] = [
    ...(head.options ?? []),
    ...PAGE_OPTIONS,
    ...(web === undefined ? [] : [WEB_OPTION]),
  ];
  return {
    ...head,
    options,
    calls: [`GET ${path}`, ...(head.calls ?? [])],
    run: async (given, session) => {
      if (web !== undefined && given.options['web'] === true) {
        return showInConsole(fillPath(web, given.args), session);
      }
      const call = {
        method: 'GET',
        path: fillPath(path, given.args),
        query: queryOf(given, query),
      };
      return showPages(call, given, session, (items, look) => tableText(items, shown, look));
    },
  };
}

/** A page, or with `--all` every page as one; says how to read on. */
export async function showPages(
  call: ApiCall,
  { options }: Pick<Given, 'options'>,
  session: Session,
  text: (items: readonly unknown[], look: Look) => string,
): Promise<number> {
  const { limit, cursor } = options as { readonly limit?: number; readonly cursor?: string };
  const read = async (from: string | undefined) => {
    const query = { ...call.query, limit, cursor: from };
    return (await session.api.send({ ...call, query })).body as Page;
  };
  let page = await read(cursor);
  for (let pages = 1; options['all'] === true && page.next !== null && pages < PAGES_MAX; pages++) {
    const more = await read(page.next);
    page = { ...more, items: [...page.items, ...more.items] };
  }
  session.output.result(page, (look) => text(itemsOf(page), look));
  if (page.next !== null && session.output.isForPeople) {
    session.output.note(`There are more: --cursor ${page.next}, or --all.`);
  }
  return EXIT.done;
}

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

/** The options that go into a query, by the names that they have there. */
export function queryOf(
  { options }: Pick<Given, 'options'>,
  names: readonly string[],
): Readonly<Record<string, QueryValue>> {
  return Object.fromEntries(names.map((name) => [name, options[name] as QueryValue]));
}

/** The names of options, as a query or a body has them. */
export function namesOf(options: readonly OptionSpec[]): readonly string[] {
  return options.map(({ flags }) => optionName(flags));
}
