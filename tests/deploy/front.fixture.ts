/** A line of haproxy.cfg: the section that it stands in, its keyword, and what follows. */
export interface FrontLine {
  readonly section: string;
  readonly keyword: string;
  readonly rest: string;
}

/** What each kind of section may have: what haproxy knows, as far as we use it. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  global: ['maxconn'],
  defaults: ['mode', 'timeout', 'option'],
  resolvers: ['nameserver', 'hold'],
  frontend: ['bind', 'default_backend', 'acl', 'monitor-uri', 'monitor', 'http-response'],
  backend: ['option', 'balance', 'default-server', 'server', 'server-template'],
};

/** Without comments and empty lines. A section's name is its first line. */
export function frontLines(text: string): readonly FrontLine[] {
  let section = '';
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
  return lines.map((line) => {
    const [keyword = '', ...rest] = line.trim().split(/\s+/);
    if (/^\S/.test(line)) section = line.trim();
    return { section, keyword: /^\S/.test(line) ? '' : keyword, rest: rest.join(' ') };
  });
}

/** What is wrong with a haproxy.cfg, without haproxy. */
export function frontFaults(text: string): readonly string[] {
  const lines = frontLines(text);
  const sections = lines.filter(({ keyword }) => keyword === '').map(({ section }) => section);
  const doubled = sections.filter((name, index) => sections.indexOf(name) !== index);
  const unknown = lines
    .filter(({ section, keyword }) => {
      const known = KEYWORDS[section.split(' ')[0] ?? ''];
      return known === undefined || (keyword !== '' && !known.includes(keyword));
    })
    .map(({ section, keyword }) => `${section}: ${keyword}`);
  const have = (section: string, keyword: RegExp) =>
    lines.some((line) => line.section === section && keyword.test(line.keyword));
  const empty = sections.filter(
    (name) => name.startsWith('backend ') && !have(name, /^server(-template)?$/),
  );
  const astray = sections.filter(
    (name) =>
      name.startsWith('frontend ') && !have(name, /^monitor-uri$/) && !have(name, /^default_back/),
  );
  const nowhere = lines
    .filter(
      ({ keyword, rest }) => keyword === 'default_backend' && !sections.includes(`backend ${rest}`),
    )
    .map(({ rest }) => rest);
  return [
    ...doubled.map((name) => `"${name}" stands there twice`),
    ...unknown.map((line) => `unknown: ${line}`),
    ...empty.map((name) => `"${name}" has no server`),
    ...astray.map((name) => `"${name}" leads nowhere`),
    ...nowhere.map((name) => `there is no backend ${name}`),
  ];
}
