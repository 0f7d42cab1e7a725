// Writes the sketches: `node docs/console/sketches/frame.mjs`. A sketch is plain HTML that opens by itself.

export const shapes = {
  stuck: '<path d="M6 1 11.5 11H.5Z" fill="currentColor"/>',
  undo: '<path d="M4.5 1 1 4.5 4.5 8V5.5h3a2 2 0 0 1 0 4H5v1.8h2.5a3.8 3.8 0 0 0 0-7.6h-3Z" fill="currentColor"/>',
  run: '<circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.8"/><circle cx="6" cy="6" r="1.8" fill="currentColor"/>',
  done: '<path d="m1.5 6.2 3 3 6-6.4" fill="none" stroke="currentColor" stroke-width="2"/>',
  wait: '<path d="M2.5 1h7M2.5 11h7M3.5 1c0 5 5 5 5 10M8.5 1c0 5-5 5-5 10" fill="none" stroke="currentColor" stroke-width="1.4"/>',
  pause: '<path d="M3 1.5h2v9H3zM7 1.5h2v9H7z" fill="currentColor"/>',
};
const word = {
  stuck: 'stuck',
  undo: 'compensating',
  run: 'running',
  done: 'completed',
  wait: 'waiting',
  pause: 'paused',
};
export const st = (kind, text = word[kind]) =>
  `<span class="st ${{ wait: 'calm', pause: 'calm' }[kind] ?? kind}"><svg viewBox="0 0 12 12" aria-hidden="true">${shapes[kind]}</svg>${text}</span>`;

const places = [
  ['Overview', ''],
  ['Sagas', '1,284'],
  ['Failures', '3', 'bad'],
  ['Tasks', '17'],
  ['Bulk operations', ''],
  null,
  ['Definitions', '12'],
  ['Participants', '1', 'bad'],
  ['Locks', '4'],
  ['Dead messages', '0'],
  null,
  ['Audit', ''],
  ['Alerts', ''],
  ['Keys and roles', ''],
];

export function page(file, title, here, body) {
  const rail = places
    .map((place) =>
      place === null
        ? '<hr>'
        : `<a href="#"${place[0] === here ? ' aria-current="page"' : ''}>${place[0]}<span class="n ${place[2] ?? ''}">${place[1]}</span></a>`,
    )
    .join('');
  writeFileSync(
    new URL(file, import.meta.url),
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><link rel="stylesheet" href="sketch.css">
<div class="app"><nav class="rail"><b><svg width="18" height="18" viewBox="0 0 18 18"><path d="M2 5h9M2 9h14M16 13H7" stroke="var(--accent)" stroke-width="2" fill="none"/><circle cx="14" cy="5" r="2" fill="var(--accent)"/><circle cx="4" cy="13" r="2" fill="var(--accent)"/></svg>Conductor</b>${rail}<span class="end dim">dana · operator<br>UTC 14:02:11</span></nav>
<div><div class="top"><span class="find">Find a saga, key, message or trace<kbd>⌘K</kbd></span><span class="grow"></span><span class="dim live">live</span><kbd>?</kbd></div><main>${body}</main></div></div></html>
`,
  );
}
