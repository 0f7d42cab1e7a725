// Before anything is painted; the names are those of src/look/look.ts.
(() => {
  try {
    const theme = localStorage.getItem('conductor-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // a browser that keeps nothing has the theme of its system
  }
})();

// While the console itself is loaded: what its first view will ask. src/api/ahead.ts takes it.
(() => {
  const root = new URL('./', document.baseURI);
  const headers = { 'conductor-client': 'console' };
  const all = new Map();
  const ask = (path, begin) => {
    const { href } = new URL(path, root);
    const asked = { response: null, data: undefined };
    const note = async (response) => {
      if (response.ok) asked.data = await response.clone().json();
      return response;
    };
    const get = () => fetch(href, { headers, signal: AbortSignal.timeout(30_000) }).then(note);
    asked.response = begin.then((isKnown) => (isKnown ? get() : null)).catch(() => null);
    all.set(href, asked);
    return asked.response;
  };
  const me = ask('v1/me', Promise.resolve(true));
  // whoever has to log in first is answered nothing else
  const known = me.then((response) => response !== null && response.ok);
  if (location.pathname === root.pathname) {
    ask('v1/admin/overview', known);
    ask('v1/admin/participants?limit=100', known);
  }
  window.conductorAhead = all;
})();

// What the page says until the console itself is there: only where scripts run, and not for ever
// that it is coming.
(() => {
  let text = 'The console is loading.';
  const say = () => {
    const place = document.querySelector('.opening-text');
    if (place !== null) place.textContent = text;
    else if (document.readyState === 'loading') requestAnimationFrame(say);
  };
  const fail = ({ target }) => {
    if (target !== window && !(target instanceof HTMLScriptElement)) return;
    text = 'The console could not be loaded. Reload the page to try again.';
    say();
  };
  addEventListener('error', fail, true);
  say();
})();
