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
  const overview = ['v1/admin/overview', 'v1/admin/participants?limit=100'];
  const paths = location.pathname === root.pathname ? ['v1/me', ...overview] : ['v1/me'];
  const headers = { 'conductor-client': 'console' };
  const ask = (path) => {
    const { href } = new URL(path, root);
    const asked = { response: null, data: undefined };
    const note = async (response) => {
      if (response.ok) asked.data = await response.clone().json();
      return response;
    };
    const signal = AbortSignal.timeout(30_000);
    asked.response = fetch(href, { headers, signal })
      .then(note)
      .catch(() => null);
    return [href, asked];
  };
  window.conductorAhead = new Map(paths.map(ask));
})();
