import type { QualificationReport, RequirementResult } from '../judge.ts';
import { verdictsFr } from './render-text.ts';

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #1b2733; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  h1 { font-size: 1.5rem; } dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
  dt { color: #51606e; } dd { margin: 0; } .verdict { font-size: 1.25rem; font-weight: 600; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .5rem; }
  tr { border-bottom: 1px solid #d4dbe1; } ul { margin: .25rem 0 0; padding-left: 1.25rem; }
  .held { color: #1a6b3c; } .missed { color: #a3231f; } @media print { body { margin: 0; } }
`;

/** The report as a page of its own, without script nor anything from elsewhere. */
export function renderQualificationHtml(report: QualificationReport): string {
  const { editor, product, version } = report.interface;
  const isQualified = report.verdict === 'QUALIFIEE';
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Qualification MIO : ${escape(product)} ${escape(version)}</title>
<style>${style}</style>
</head>
<body>
<h1>Qualification MIO</h1>
<p class="verdict ${isQualified ? 'held' : 'missed'}">${verdictsFr[report.verdict]}</p>
<dl>
<dt>Interface</dt><dd>${escape(product)} ${escape(version)}</dd>
<dt>Éditeur</dt><dd>${escape(editor)}</dd>
<dt>Côté</dt><dd>${report.side}</dd>
<dt>Jugée le</dt><dd>${dateFr(report.judgedAt)}</dd>
<dt>Défi</dt><dd>${report.challenge}</dd>
</dl>
<table>
<thead><tr><th scope="col">Exigence</th><th scope="col">Énoncé</th><th scope="col">Résultat</th></tr></thead>
<tbody>
${report.requirements.map(row).join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

function row({ requirement, title, checks, failures }: RequirementResult): string {
  const result =
    failures.length === 0
      ? '<span class="held">Tenue</span>'
      : `<span class="missed">Manquée (${failures.length} sur ${checks})</span>`;
  const told = failures.map(({ place, fr }) => `<li>${escape(place)} : ${escape(fr)}</li>`).join('');
  return `<tr><th scope="row">${requirement}</th><td>${escape(title)}${told === '' ? '' : `<ul>${told}</ul>`}</td><td>${result}</td></tr>`;
}

/** `01/12/2026 à 11:00`, in France. */
function dateFr(instant: string): string {
  const format = new Intl.DateTimeFormat('fr-FR', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const [day = '', hour = ''] = format.format(new Date(instant)).split(' ');
  return `${day} à ${hour}`;
}

function escape(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
