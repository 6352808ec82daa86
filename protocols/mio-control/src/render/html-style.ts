/** Style of the report as a page: the product's colours by role, two themes, and black on white on paper. */
export const htmlStyle = `
:root { color-scheme: light dark;
  --surface: light-dark(oklch(0.984 0.003 85), oklch(0.172 0.006 70)); --raised: light-dark(oklch(1 0 0), oklch(0.212 0.007 70));
  --line: light-dark(oklch(0.895 0.005 85), oklch(0.305 0.009 70)); --text: light-dark(oklch(0.225 0.012 65), oklch(0.915 0.011 85));
  --quiet: light-dark(oklch(0.455 0.012 70), oklch(0.735 0.012 82)); --accent: light-dark(oklch(0.455 0.098 232), oklch(0.805 0.09 225));
  --urgent: light-dark(oklch(0.5 0.195 27), oklch(0.755 0.148 25)); --warning: light-dark(oklch(0.475 0.1 62), oklch(0.825 0.12 80));
  --success: light-dark(oklch(0.455 0.1 152), oklch(0.805 0.125 155)); --info: light-dark(oklch(0.455 0.085 250), oklch(0.805 0.075 250)); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--text); font: 0.9375rem/1.375rem 'Atkinson Hyperlegible Next', system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.875rem; margin: 0 0 0.25rem; } h2 { font-size: 1.125rem; line-height: 1.5rem; margin: 2rem 0 0.5rem; }
a { color: var(--accent); } a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code { font: 0.8125rem/1.125rem 'Atkinson Hyperlegible Mono', ui-monospace, monospace; overflow-wrap: anywhere; }
.verdict { font-weight: 600; margin: 0.75rem 0; } .quiet { color: var(--quiet); } .small { font-size: 0.8125rem; line-height: 1.125rem; }
.BLOQUANT, .ERREUR, .KO { color: var(--urgent); } .AVERTISSEMENT, .OK_AVEC_RESERVES { color: var(--warning); } .INFO { color: var(--info); } .OK { color: var(--success); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1rem; margin: 1rem 0 0; } .facts dt { color: var(--quiet); } .facts dd { margin: 0; }
table { width: 100%; border-collapse: collapse; } caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th { text-align: left; font-weight: 600; font-size: 0.8125rem; color: var(--quiet); } th, td { padding: 0.5rem 1rem 0.5rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td p { margin: 0; } td p + p { margin-top: 0.25rem; } .where { width: 24%; } .read { width: 20%; overflow-wrap: anywhere; }
@media (max-width: 46rem) { thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; border-top: 1px solid var(--line); padding: 0.5rem 0; } td, .where, .read { display: block; width: auto; border: 0; padding: 0.125rem 0; } td:empty { display: none; }
  .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: 0.25rem; } }
@media print { :root { color-scheme: light; --surface: white; } main { max-width: none; padding: 0; } body { font-size: 9.5pt; line-height: 1.35; } nav { display: none; } tr { break-inside: avoid; } thead { display: table-header-group; } a { color: inherit; text-decoration: none; } }
`;
