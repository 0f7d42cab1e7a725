import { page, st } from './frame.mjs';

const spark = (values, colour = 'var(--stuck)') => {
  const top = Math.max(...values, 1);
  const bars = values
    .map(
      (v, i) =>
        `<rect x="${i * 4}" y="${18 - (v / top) * 17}" width="3" height="${Math.max((v / top) * 17, v > 0 ? 1.5 : 0)}" fill="${colour}"/>`,
    )
    .join('');
  return `<svg width="${values.length * 4}" height="18" role="img" aria-label="by hour, the last 24 h">${bars}<path d="M0 17.5h${values.length * 4}" stroke="var(--line-strong)"/></svg>`;
};
const zeros = (n) => Array(n).fill(0);

// 1. Landing --------------------------------------------------------------------------------------
const group = (on, cause, where, count, first, last, bars, version, owner, act) =>
  `<tr${on ? ' class="on"' : ''}><td class="clip"><a href="#"><b class="stuck">${cause}</b></a><br><small>${where}</small></td><td class="r"><b>${count}</b></td><td class="wide">${first}</td><td class="t">${last}</td><td class="wide">${spark(bars)}</td><td class="wide t">${version}</td><td class="wide">${owner}</td><td class="r"><button class="btn${on ? ' main' : ''}">${act}</button></td></tr>`;
const bar = [
  ['stuck', 41, 'var(--stuck)'],
  ['compensating', 63, 'var(--undo)'],
  ['running', 1180, 'var(--accent)'],
];
page(
  '1-overview.html',
  'Overview',
  'Overview',
  `
<h1>41 sagas are stuck, of 3 causes. Everything else goes on.</h1>
<div class="card pad"><div class="row wrap" style="justify-content:space-between"><span class="row wrap">${st('stuck', '<b>41</b> stuck')}${st('undo', '<b>63</b> compensating')}${st('run', '<b>1,180</b> running')}<span class="dim">of these ${st('wait', '212 wait for a person')} · ${st('pause', '30 paused')}</span></span><span class="dim">1,284 open · 86,412 ended in 24 h, 98.7 % completed</span></div>
<svg width="100%" height="6" style="margin-top:10px;border-radius:3px;display:block" aria-hidden="true">${(() => {
    let x = 0;
    return bar
      .map(([, n, c]) => {
        const w = Math.max((n / 1284) * 100, 0.8);
        const r = `<rect x="${x}%" width="${w}%" height="6" fill="${c}"/>`;
        x += w + 0.15;
        return r;
      })
      .join('');
  })()}</svg></div>
<section class="card"><header><h2>Why sagas are stuck</h2><small>by cause · last 24 h · <a href="#" class="run">all failures</a></small></header>
<table><thead><tr><th>Cause</th><th class="r">Sagas</th><th class="wide">First</th><th>Last</th><th class="wide">24 h</th><th class="wide">Version</th><th class="wide">Owner</th><th></th></tr></thead><tbody>
${group(true, 'ERR_LOCKED: parcel … is locked by …', 'place-order · undo of <b>releaseStock</b> · shipping answered, 10 attempts each', 31, '03:12', '2 min ago', [...zeros(12), 2, 5, 9, 11, 8, 4, 3, 2, 1, 3, 2, 4], 'v7', '<span class="dim">nobody</span>', 'Preview retry of 1')}
${group(false, 'TIMEOUT: no reply within 30 s', 'book-trip · <b>reserveHotel</b> · hotels has had no consumer since 13:20', 8, '13:21', '40 s ago', [...zeros(22), 1, 7], 'v2, v3', 'noor', 'Preview retry of 1')}
${group(false, 'CARD_EXPIRED: card … expired in …', 'renew-plan · <b>charge</b> · <span class="tag">regressed</span> resolved in v4 on 21 Nov', 2, '11:02', '1 h ago', [...zeros(19), 1, 0, 0, 1, 0], 'v5', '<span class="dim">nobody</span>', 'Preview retry of 1')}
</tbody></table></section>
<div class="two"><section class="card"><header><h2>Open the longest</h2><small><a href="#" class="run">all open sagas by age</a></small></header>
<table><tbody>
<tr><td class="mono">o-77120</td><td class="clip">place-order waits for <b>approveRefund</b> by a person, until 4 Dec</td><td class="r">6 d 4 h</td></tr>
<tr><td class="mono">trip-9913</td><td class="clip">book-trip is stuck: the hotel answered nothing, 1 of 3 undos is done</td><td class="r">5 h 12 min</td></tr>
<tr><td class="mono">o-81002</td><td class="clip">place-order waits for the lock <span class="mono">customer/418</span>, held by <a href="#" class="mono run">o-80997</a></td><td class="r">18 min</td></tr>
</tbody></table></section>
<section class="card"><header><h2>Participants</h2><small>6 of 7 answer</small></header><table><tbody>
<tr><td><b class="stuck">hotels</b><br><small>no consumer since 13:20 · 212 wait</small></td><td class="r"><button>Pause</button></td></tr>
<tr><td><b>shipping</b><br><small>3 consumers · 1 % technical failures</small></td><td class="r dim">p50 41 ms</td></tr>
</tbody></table></section></div>`,
);

// 2. Sagas ----------------------------------------------------------------------------------------
const saga = (on, status, key, def, says, attempts, age, updated) =>
  `<tr${on ? ' class="on"' : ''}><td><input type="checkbox"${on ? ' checked' : ''} aria-label="choose ${key}"></td><td>${status}</td><td class="mono">${key}</td><td class="t">${def}</td><td class="clip">${says}</td><td class="r wide">${attempts}</td><td class="r wide">${age}</td><td class="r">${updated}</td></tr>`;
page(
  '2-sagas.html',
  'Sagas',
  'Sagas',
  `
<div class="row wrap" style="justify-content:space-between"><h1>Sagas</h1><span class="row"><button>Start a saga</button></span></div>
<div class="tabs"><a href="#" aria-current="page">Stuck <span class="n bad">41</span></a><a href="#">Open <span class="n">1,284</span></a><a href="#">Mine <span class="n">6</span></a><a href="#">Night shift <span class="n">12</span></a><a href="#">All</a><span class="grow"></span><a href="#" class="run">Save this view</a></div>
<div class="card pad row wrap"><span class="tag mono" style="padding:3px 8px">status=stuck <b>×</b></span><span class="tag mono" style="padding:3px 8px">definition=place-order <b>×</b></span><span class="tag mono" style="padding:3px 8px">error=ERR_LOCKED <b>×</b></span><span style="color:var(--ink-3)" class="grow">add a filter: key, step, participant, waiting, attempts, age …</span><kbd>/</kbd></div>
<section class="card" style="position:relative"><header><span class="dim"><b style="color:var(--ink)">31</b> sagas · oldest first</span><button style="color:var(--accent);border-color:var(--accent)">12 new</button></header>
<table><thead><tr><th></th><th>Status</th><th>Key</th><th>Definition</th><th>What it waits for</th><th class="r wide">Attempts</th><th class="r wide">Age</th><th class="r">Changed</th></tr></thead><tbody>
${saga(true, st('stuck'), 'o-81240', 'place-order <small>v7</small>', 'undo of <b>releaseStock</b>: ERR_LOCKED, 10 attempts; 1 of 3 undos is done', 10, '11 h', '03:12')}
${saga(true, st('stuck'), 'o-81244', 'place-order <small>v7</small>', 'undo of <b>releaseStock</b>: ERR_LOCKED, 10 attempts; 1 of 3 undos is done', 10, '11 h', '03:14')}
${saga(false, st('stuck'), 'o-81251', 'place-order <small>v7</small>', 'undo of <b>releaseStock</b>: ERR_LOCKED, 10 attempts; 1 of 3 undos is done', 10, '11 h', '03:19')}
${saga(false, st('stuck'), 'o-81302', 'place-order <small>v7</small>', 'undo of <b>releaseStock</b>: ERR_LOCKED, 10 attempts; 1 of 3 undos is done', 10, '10 h', '04:02')}
${saga(false, st('pause'), 'o-81318', 'place-order <small>v7</small>', 'paused by noor since 04:10: “stock count under way”; 12 s of its time are left', 3, '10 h', '04:10')}
${saga(false, st('undo'), 'o-81377', 'place-order <small>v7</small>', 'undo of <b>capturePayment</b> at payment since 2 s, attempt 1 of 10', 1, '3 s', 'now')}
${saga(false, st('run'), 'o-81378', 'place-order <small>v7</small>', '<b>reserveStock</b> at shipping since 40 ms, attempt 1 of 3', 1, '1 s', 'now')}
</tbody></table>
<footer class="row pad" style="border-top:1px solid var(--line);background:var(--sunk);border-radius:0 0 8px 8px"><b>2 chosen</b><a href="#" class="run">choose all 31</a><span class="grow"></span><button class="btn main">Preview retry <kbd style="color:inherit;border-color:currentColor">r</kbd></button><button>Skip</button><button>Settle</button><button>Pause</button><button>More</button></footer></section>`,
);

// 3. One saga -------------------------------------------------------------------------------------
const box = (x, y, name, sub, kind, extra = '') =>
  `<g transform="translate(${x} ${y})"><rect width="132" height="46" rx="6" fill="var(--card)" stroke="${{ done: 'var(--done)', stuck: 'var(--stuck)', undo: 'var(--undo)', plan: 'var(--line-strong)', run: 'var(--accent)' }[kind]}" stroke-width="${kind === 'plan' ? 1 : 1.6}"${kind === 'plan' ? ' stroke-dasharray="4 3"' : ''}/><text x="12" y="19" font-weight="600">${name}</text><text x="12" y="35" class="dim">${sub}</text>${extra}</g>`;
const arrow = (d, kind = 'taken') =>
  `<path d="${d}" fill="none" stroke="${{ taken: 'var(--ink-2)', plan: 'var(--line-strong)', undo: 'var(--undo)' }[kind]}" stroke-width="${kind === 'plan' ? 1 : 1.6}"${kind === 'plan' ? ' stroke-dasharray="4 3"' : ''} marker-end="url(#a-${kind})"/>`;
const heads = ['taken:var(--ink-2)', 'plan:var(--line-strong)', 'undo:var(--undo)']
  .map((each) => {
    const [n, c] = each.split(':');
    return `<marker id="a-${n}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8Z" fill="${c}"/></marker>`;
  })
  .join('');
export const graph = `<svg viewBox="0 0 860 210" width="100%" role="img" aria-label="place-order: three steps done, the fourth refused, one undo done, the second stuck"><defs>${heads}</defs>
<text x="0" y="12" class="dim">forward</text><text x="0" y="128" class="dim">back</text>
${box(56, 24, 'createOrder', '✓ 12 ms', 'done')}${box(226, 24, 'reserveStock', '✓ 88 ms', 'done')}${box(396, 24, 'capturePayment', '✓ 240 ms', 'done')}${box(566, 24, 'arrangeShipping', 'no: NO_CARRIER', 'undo')}${box(728, 24, 'confirmOrder', 'not reached', 'plan')}
${arrow('M188 47h36')}${arrow('M358 47h36')}${arrow('M528 47h36')}${arrow('M698 47h28', 'plan')}
<path d="M712 6v96" stroke="var(--line-strong)" stroke-dasharray="2 3"/><text x="718" y="98" class="dim">pivot: no way back below</text>
${box(396, 140, 'refundPayment', '✓ 310 ms', 'undo')}${box(226, 140, 'releaseStock', '▲ stuck, 10 attempts', 'stuck')}${box(56, 140, 'cancelOrder', 'comes next', 'plan')}
${arrow('M632 70v93h-102', 'undo')}${arrow('M394 163h-34', 'undo')}${arrow('M224 163h-34', 'plan')}</svg>`;
const segment = (x, w, fill) =>
  `<rect x="${x}" width="${w}" y="5" height="12" rx="2" fill="${fill}"/>`;
const lane = (y, name, segments, note) =>
  `<g transform="translate(0 ${y})"><text x="0" y="15">${name}</text><g transform="translate(150 0)">${segments}</g><text x="846" y="15" text-anchor="end" class="dim">${note}</text></g>`;
page(
  '3-saga.html',
  'place-order o-81240',
  'Sagas',
  `
<div class="row wrap" style="justify-content:space-between"><div><small><a href="#" class="run">Sagas</a> / place-order v7 · started 02:58:07 by <span class="mono">shop-api</span> · <span class="mono">0199f3c2-71d4…</span></small><h1 class="row">o-81240 ${st('stuck')}</h1></div><span class="row"><span class="dim">1 of 31 <kbd>j</kbd> <kbd>k</kbd></span><button>Copy</button><button>Compare</button></span></div>
<div class="note"><p><b>releaseStock is stuck since 03:12: shipping answered ERR_LOCKED 10 times.</b> Nothing happens until you act; 1 of 3 undos is done.</p><div class="row wrap" style="margin-top:10px"><button class="btn main">Retry releaseStock… <kbd style="color:inherit;border-color:currentColor">r</kbd></button><button>Skip…</button><button>Settle…</button><button>Abandon…</button><button class="btn off" title="A saga that goes back cannot be cancelled">Cancel</button><span class="dim">same cause: 31 sagas, <a href="#" class="run">retry one of them first</a></span></div></div>
<section class="card"><header><h2>Path</h2><small>as of event 38 of 38, 03:12:44</small></header><div class="pad scroll">${graph}<div class="row" style="margin-top:4px"><small>02:58</small><div style="flex:1;height:4px;border-radius:2px;background:var(--line);position:relative"><i style="position:absolute;right:0;top:-5px;width:14px;height:14px;border-radius:50%;background:var(--accent);border:2px solid var(--card)"></i></div><small>now</small></div></div></section>
<div class="two"><section class="card"><header><h2>Timeline</h2><small>14 min 37 s · idle folded · <a href="#" class="run">nine kinds of time</a></small></header><div class="pad scroll"><svg viewBox="0 0 850 150" width="100%">
${lane(0, 'createOrder', segment(0, 10, 'var(--line-strong)') + segment(11, 22, 'var(--accent)'), '12 ms')}
${lane(24, 'reserveStock', segment(34, 8, 'var(--line-strong)') + segment(43, 60, 'var(--accent)'), '88 ms')}
${lane(48, 'capturePayment', segment(104, 8, 'var(--line-strong)') + segment(113, 96, 'var(--accent)'), '240 ms · 3.1× its usual')}
${lane(72, 'arrangeShipping', segment(210, 8, 'var(--line-strong)') + segment(219, 30, 'var(--accent)'), 'no: NO_CARRIER')}
${lane(96, '↩ refundPayment', segment(250, 90, 'var(--undo)'), '310 ms')}
${lane(120, '↩ releaseStock', [340, 372, 408, 452, 500].map((x, i) => segment(x, 12, 'var(--stuck)') + segment(x + 13, 16 + i * 4, 'url(#b)')).join('') + segment(528, 12, 'var(--stuck)') + segment(541, 22, 'url(#b)') + segment(564, 12, 'var(--stuck)'), '10 attempts, 14 min')}
<defs><pattern id="b" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v5" stroke="var(--ink-3)" stroke-width="1.5"/></pattern></defs></svg></div></section>
<section class="card"><header><h2>Event 37</h2><small>03:12:44.018</small></header><div class="pad"><small>Reply in</small><br><code class="stuck">ERR_LOCKED</code> of <b>releaseStock</b>, attempt 10 of 10<p class="dim" style="margin:4px 0">parcel 88-1204 is locked by wave 7</p><small>What changed</small><pre class="mono" style="margin:2px 0;color:var(--ink-2)">- steps.releaseStock.dueAt
<span class="done">+ steps.releaseStock.status  stuck</span>
<span class="done">+ status                     stuck</span></pre><small>Messages out</small><br>event <code>saga.stuck</code></div></section></div>`,
);

// 4. Failure group --------------------------------------------------------------------------------
page(
  '4-failure.html',
  'ERR_LOCKED',
  'Failures',
  `
<div><small><a href="#" class="run">Failures</a> / place-order v7 · undo of releaseStock</small><h1 class="stuck">ERR_LOCKED: parcel … is locked by …</h1></div>
<div class="card pad row wrap" style="gap:8px 24px"><span><small>Sagas now</small><br><b style="font-size:20px">31</b></span><span><small>In all</small><br><b style="font-size:20px">44</b></span><span><small>First seen</small><br>today 03:12</span><span><small>Last seen</small><br>2 min ago</span><span><small>Versions</small><br>v7 only</span><span>${spark([...zeros(12), 2, 5, 9, 11, 8, 4, 3, 2, 1, 3, 2, 4])}</span><span class="grow"></span><span class="row"><button>Acknowledge</button><button>Mute…</button><button>Resolved in…</button><button>Pause these</button></span></div>
<div class="two"><section class="card"><header><h2>Retry all 31, one first</h2><small>frozen at 14:02:11; what joins later is not in it</small></header><div class="pad">
<div class="row" style="gap:0">${[
    ['1', 'and its end is awaited', 'main'],
    ['5', 'then', ''],
    ['25', 'then', ''],
  ]
    .map(
      ([n, t, k]) =>
        `<div style="flex:${n === '25' ? 3 : 1.4};padding-right:12px"><div style="height:6px;border-radius:3px;background:${k ? 'var(--accent)' : 'var(--line)'}"></div><b>${n}</b> <small>${t}</small></div>`,
    )
    .join('')}</div>
<p class="dim" style="margin:8px 0 12px">Stops by itself when more than 10 % of a step fail again.</p>
<h2>What goes out for the first one, <span class="mono">o-81240</span></h2>
<table style="margin-top:6px"><tbody><tr><td class="r dim">1</td><td><b>releaseStock</b> <small>undo, attempt 11</small><br><code>shipping.commands</code> · stock.release</td><td class="mono dim clip">{ "orderId": "o-81240", "parcel": "88-1204" }</td></tr><tr><td class="r dim">2</td><td>if it works: <b>compensated</b></td><td class="dim">gives back the lock <span class="mono">customer/418</span></td></tr></tbody></table>
<div class="row" style="margin-top:12px"><span class="find" style="flex:1;max-width:none">Reason: wave 7 is over</span><button class="btn main">Retry 1, then go on</button></div></div></section>
<section class="card"><header><h2>Sagas</h2><small>31</small></header><table><tbody>${['o-81240', 'o-81244', 'o-81251', 'o-81302', 'o-81330'].map((k, i) => `<tr><td class="mono">${k}</td><td class="dim">1 of 3 undone</td><td class="r">${11 - i} h</td></tr>`).join('')}</tbody></table></section></div>`,
);

// 5. Definition -----------------------------------------------------------------------------------
page(
  '5-definition.html',
  'place-order',
  'Definitions',
  `
<div class="row wrap" style="justify-content:space-between"><div><small><a href="#" class="run">Definitions</a></small><h1>place-order <span class="tag">v7</span></h1></div><span class="row"><button>Start a saga…</button><button>Edit…</button><button>Retire…</button></span></div>
<div class="tabs"><a href="#" aria-current="page">Live</a><a href="#">Failure matrix</a><a href="#">Document</a><a href="#">Versions <span class="n">7</span></a></div>
<section class="card"><header><h2>Where its 412 open sagas are</h2><small>a click shows them</small></header><div class="pad scroll"><svg viewBox="0 0 860 200" width="100%"><defs>${heads}</defs>
${box(20, 20, 'createOrder', '4 here', 'run')}${box(190, 20, 'reserveStock', '118 here', 'run')}${box(360, 20, 'capturePayment', '61 here', 'run')}${box(530, 20, 'arrangeShipping', '190 here', 'run')}${box(700, 20, 'confirmOrder', '8 here', 'run')}
${arrow('M152 43h36')}${arrow('M322 43h36')}${arrow('M492 43h36')}${arrow('M662 43h36')}
<path d="M680 2v90" stroke="var(--line-strong)" stroke-dasharray="2 3"/><text x="686" y="90" class="dim">pivot</text>
${box(20, 130, 'cancelOrder', '–', 'plan')}${box(190, 130, 'releaseStock', '▲ 31 stuck', 'stuck')}${box(360, 130, 'refundPayment', '–', 'plan')}
${arrow('M428 68v60', 'plan')}${arrow('M358 153h-34', 'plan')}${arrow('M188 153h-34', 'plan')}</svg></div></section>
<section class="card"><header><h2>If a step fails</h2><small>what has happened by then is undone, from right to left</small></header><table><thead><tr><th>Fails</th><th>createOrder</th><th>reserveStock</th><th>capturePayment</th><th>arrangeShipping</th><th>confirmOrder</th></tr></thead><tbody>
${[
  ['reserveStock', 1],
  ['capturePayment', 2],
  ['arrangeShipping', 3],
]
  .map(
    ([name, n]) =>
      `<tr><td><b>${name}</b></td>${[0, 1, 2, 3, 4].map((i) => (i < n ? `<td class="undo">↩ undone</td>` : i === n ? '<td class="stuck">✕ fails</td>' : '<td class="dim">–</td>')).join('')}</tr>`,
  )
  .join(
    '',
  )}<tr><td><b>confirmOrder</b></td><td class="done">✓ stays</td><td class="done">✓ stays</td><td class="done">✓ stays</td><td class="done">✓ stays</td><td class="run">retried for ever</td></tr></tbody></table></section>`,
);

// 6. Bulk -----------------------------------------------------------------------------------------
page(
  '6-bulk.html',
  'Retry of 10,000',
  'Bulk operations',
  `
<div class="row wrap" style="justify-content:space-between"><div><small><a href="#" class="run">Bulk operations</a> / by dana at 14:02 · “wave 7 is over”</small><h1>Retry of 10,000 sagas: 1,250 done, 3 failed again</h1></div><span class="row"><button>Pause</button><button>Stop…</button></span></div>
<section class="card pad"><svg viewBox="0 0 860 34" width="100%"><rect width="860" height="10" y="4" rx="3" fill="var(--line)"/><rect width="107" height="10" y="4" rx="3" fill="var(--done)"/><rect x="107" width="3" height="10" y="4" fill="var(--stuck)"/><rect x="111" width="22" height="10" y="4" fill="var(--accent)"/>${[
    [1, '1'],
    [12, '5'],
    [40, '25'],
    [133, '1,250 …'],
  ]
    .map(
      ([x, t]) =>
        `<path d="M${x} 0v18" stroke="var(--ink-3)"/><text class="dim" x="${x + 3}" y="30">${t}</text>`,
    )
    .join('')}</svg>
<div class="row wrap" style="gap:4px 20px;margin-top:6px">${st('done', '<b>1,247</b> done')}${st('stuck', '<b>3</b> failed again (0.2 %, stops at 10 %)')}${st('run', '<b>50</b> under way')}<span class="dim">8,700 to come, 50 a second: about 3 min</span><span class="dim">14 joined since and are not in this run</span></div></section>
<section class="card"><header><h2>Results</h2><small>failed first</small></header><table><thead><tr><th>Saga</th><th>Result</th><th class="wide">What it says now</th><th class="r">At</th></tr></thead><tbody>
${[
  ['o-81302', 'stuck', 'failed again', 'undo of releaseStock: ERR_LOCKED, 11 attempts'],
  ['o-81417', 'stuck', 'failed again', 'undo of releaseStock: ERR_LOCKED, 11 attempts'],
  ['o-81240', 'done', 'done', 'compensated'],
  ['o-81244', 'done', 'done', 'compensated'],
  ['o-81590', 'wait', 'not acted on', 'somebody else settled it at 14:01'],
]
  .map(
    ([k, s, t, w]) =>
      `<tr><td class="mono">${k}</td><td>${st(s, t)}</td><td class="clip wide">${w}</td><td class="r">14:03:0${k.at(-1)}</td></tr>`,
  )
  .join('')}</tbody></table></section>`,
);
