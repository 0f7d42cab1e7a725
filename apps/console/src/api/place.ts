/** Where the console is served, without a slash at the end: a proxy may put it under any path. */
export const BASE_PATH = new URL(document.baseURI).pathname.replace(/\/$/, '');

/** An address of the API, such as `/v1/sagas`, as this page reaches it. */
export function apiUrl(path: string): string {
  return `${BASE_PATH}${path}`;
}
