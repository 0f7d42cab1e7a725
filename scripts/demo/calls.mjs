/** GET, or POST when there is a body. @throws Error with the status and what was answered */
export async function call(url, body) {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return JSON.parse(await readAnswer(answer, url));
}

/** What a resource is as text. @throws Error as above */
export async function textOf(url) {
  return readAnswer(await fetch(url, { headers: { accept: 'text/plain' } }), url);
}

async function readAnswer(answer, url) {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} from ${url}: ${text}`);
  return text;
}
