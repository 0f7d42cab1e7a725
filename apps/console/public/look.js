// Before anything is painted; the names are those of src/look/look.ts.
(() => {
  try {
    const theme = localStorage.getItem('conductor-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // a browser that keeps nothing has the theme of its system
  }
})();
