import { parseDuration } from '#protocol';
import { ALERT_KINDS, type AlertKind } from './finding.js';
import { webhookKey } from './standard-webhook.js';

interface RouteBase {
  readonly name: string;
  /** What it is told of; default: everything. */
  readonly kinds: readonly AlertKind[];
}

export type AlertRoute = RouteBase &
  (
    | { readonly type: 'webhook'; readonly url: string; readonly key: Buffer }
    | { readonly type: 'slack'; readonly url: string }
    | {
        readonly type: 'smtp';
        /** `smtps://user:password@host:465` */
        readonly url: string;
        readonly from: string;
        readonly to: readonly string[];
      }
    | { readonly type: 'events' }
  );

export interface AlertSettings {
  readonly routes: readonly AlertRoute[];
  readonly baseUrl: string | null;
  /** Between two messages about one thing, in ms. */
  readonly intervalMs: number;
  /** How long each has to last before people are told, in ms. */
  readonly forMs: {
    readonly group: number;
    readonly stuck: number;
    readonly silent: number;
    readonly outbox: number;
    readonly oldest: number;
  };
}

const ROUTES_MAX = 20;
const TO_MAX = 20;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PRESETS = { group: MINUTE_MS, stuck: 0, silent: 5 * MINUTE_MS, outbox: 2 * MINUTE_MS };
const FOR_PRESETS = { ...PRESETS, oldest: 7 * DAY_MS } as const;

export const NO_ALERTS: AlertSettings = {
  routes: [],
  baseUrl: null,
  intervalMs: 15 * MINUTE_MS,
  forMs: FOR_PRESETS,
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads `CONDUCTOR_ALERTS`; undefined: nobody is told. `report` gets a sentence for each thing that
 * is wrong.
 */
export function readAlertSettings(
  text: string | undefined,
  report: (fault: string) => void,
): AlertSettings {
  if (text === undefined) return NO_ALERTS;
  const fields = fieldsOf(parsed(text));
  if (fields === null) {
    report('CONDUCTOR_ALERTS must be a JSON object, such as {"routes": [...]}');
    return NO_ALERTS;
  }
  onlyKnown(fields, ['routes', 'baseUrl', 'interval', 'for'], { at: 'it', report });
  const routes = Array.isArray(fields['routes']) ? (fields['routes'] as readonly unknown[]) : null;
  if (routes === null || routes.length === 0 || routes.length > ROUTES_MAX) {
    report(`CONDUCTOR_ALERTS: routes must be a list of 1 to ${ROUTES_MAX}`);
  }
  const read = (routes ?? []).flatMap((route, index) => {
    return readRoute(route, (fault) => report(`CONDUCTOR_ALERTS: routes[${index}] ${fault}`)) ?? [];
  });
  if (new Set(read.map(({ name }) => name)).size < read.length) {
    report('CONDUCTOR_ALERTS: every name of a route may appear only once');
  }
  return {
    routes: read,
    baseUrl: readBaseUrl(fields['baseUrl'], report),
    intervalMs: readMs(fields['interval'], NO_ALERTS.intervalMs, { at: 'interval', report }),
    forMs: readFor(fields['for'], report),
  };
}

function readRoute(value: unknown, report: (fault: string) => void): AlertRoute | null {
  const fields = fieldsOf(value);
  const { name, type } = fields ?? {};
  if (fields === null || typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(name)) {
    report('needs a name of small letters, digits and dashes');
    return null;
  }
  const base = { name, kinds: readKinds(fields['kinds'], report) };
  const at = `"${name}"`;
  switch (type) {
    case 'webhook': {
      onlyKnown(fields, ['name', 'type', 'kinds', 'url', 'secret'], { at, report });
      const key = webhookKey(String(fields['secret'] ?? ''));
      if (key === null) report(`${at}: secret must be whsec_ and 24 to 64 bytes in base64`);
      return { ...base, type, url: readHttpUrl(fields, at, report), key: key ?? Buffer.alloc(0) };
    }
    case 'slack':
      onlyKnown(fields, ['name', 'type', 'kinds', 'url'], { at, report });
      return { ...base, type, url: readHttpUrl(fields, at, report) };
    case 'smtp':
      onlyKnown(fields, ['name', 'type', 'kinds', 'url', 'from', 'to'], { at, report });
      return { ...base, type, ...readMail(fields, at, report) };
    case 'events':
      onlyKnown(fields, ['name', 'type', 'kinds'], { at, report });
      return { ...base, type };
    default:
      report(`${at}: type must be webhook, slack, smtp or events`);
      return null;
  }
}

function readKinds(value: unknown, report: (fault: string) => void): readonly AlertKind[] {
  if (value === undefined) return ALERT_KINDS;
  const kinds = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const known = ALERT_KINDS.filter((kind) => kinds.includes(kind));
  if (known.length !== kinds.length || known.length === 0) {
    report(`: kinds must be some of ${ALERT_KINDS.join(', ')}`);
  }
  return known;
}

/** Also `http`: a receiver may be beside the conductor. */
function readHttpUrl(fields: Fields, at: string, report: (fault: string) => void): string {
  const url = String(fields['url'] ?? '');
  if (!isUrlOf(url, ['http:', 'https:'])) report(`${at}: url must be http://… or https://…`);
  return url;
}

function readMail(fields: Fields, at: string, report: (fault: string) => void) {
  const url = String(fields['url'] ?? '');
  if (!isUrlOf(url, ['smtp:', 'smtps:'])) report(`${at}: url must be smtp://… or smtps://…`);
  const from = String(fields['from'] ?? '');
  const to = (Array.isArray(fields['to']) ? fields['to'] : [fields['to']]).map(String);
  if (![from, ...to].every(isAddress) || to.length > TO_MAX) {
    report(`${at}: from, and up to ${TO_MAX} of to, must be addresses such as ops@example.com`);
  }
  return { url, from, to };
}

function isAddress(text: string): boolean {
  return /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,200}$/.test(text);
}

function readBaseUrl(value: unknown, report: (fault: string) => void): string | null {
  if (value === undefined) return null;
  const url = String(value).replace(/\/$/, '');
  if (!isUrlOf(url, ['http:', 'https:']) || /[?#\s]/.test(url)) {
    report('CONDUCTOR_ALERTS: baseUrl must be an address such as https://conductor.example');
  }
  return url;
}

function readFor(value: unknown, report: (fault: string) => void): AlertSettings['forMs'] {
  const fields = value === undefined ? {} : fieldsOf(value);
  if (fields === null) {
    report('CONDUCTOR_ALERTS: for must be an object of durations');
    return FOR_PRESETS;
  }
  onlyKnown(fields, Object.keys(FOR_PRESETS), { at: 'for', report });
  const read = (name: keyof typeof FOR_PRESETS): number =>
    readMs(fields[name], FOR_PRESETS[name], { at: `for.${name}`, report });
  return {
    group: read('group'),
    stuck: read('stuck'),
    silent: read('silent'),
    outbox: read('outbox'),
    oldest: read('oldest'),
  };
}

interface Place {
  readonly at: string;
  readonly report: (fault: string) => void;
}

function readMs(value: unknown, preset: number, { at, report }: Place): number {
  if (value === undefined) return preset;
  const ms = typeof value === 'string' ? (value === '0s' ? 0 : parseDuration(value)) : null;
  if (ms === null) report(`CONDUCTOR_ALERTS: ${at} must be a duration such as 15m`);
  return ms ?? preset;
}

function onlyKnown(fields: Fields, names: readonly string[], { at, report }: Place): void {
  const unknown = Object.keys(fields).filter((name) => !names.includes(name));
  if (unknown.length > 0) report(`${at} has no field ${unknown.join(', ')}`);
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // said by the caller: it is no object
    return null;
  }
}

function isUrlOf(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
