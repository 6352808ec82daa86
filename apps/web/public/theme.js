// Before the first paint: the theme that this browser remembers. Apart, because the policy forbids inline scripts.
(() => {
  try {
    const theme = localStorage.getItem('liaison.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage refused: the system's theme applies.
  }
})();
