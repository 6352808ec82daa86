import type { ControlReport, Verdict } from '../report/control-report.ts';
import { type Finding, type Severity, severities } from '../report/finding.ts';
import { formatDay, formatDecimal, typeset } from '../report/french.ts';
import { escapeMarkup } from './escape.ts';
import { htmlStyle } from './html-style.ts';
import { formatPlace } from './rows.ts';

const verdicts: Readonly<Record<Verdict, { readonly mark: string; readonly text: string }>> = {
  OK: { mark: '✓', text: 'Conforme : le message peut être certifié et transmis.' },
  OK_AVEC_RESERVES: {
    mark: '△',
    text: 'Conforme avec réserves : le message peut être certifié ; vérifiez les avertissements.',
  },
  KO: { mark: '✕', text: 'Non conforme : corrigez ce qui suit, puis contrôlez de nouveau.' },
};

const groups: Readonly<
  Record<Severity, { readonly mark: string; readonly one: string; readonly many: string }>
> = {
  BLOQUANT: { mark: '✕', one: 'point bloquant', many: 'points bloquants' },
  ERREUR: { mark: '✕', one: 'erreur', many: 'erreurs' },
  AVERTISSEMENT: { mark: '△', one: 'avertissement', many: 'avertissements' },
  INFO: { mark: 'i', one: 'information', many: 'informations' },
};

/** The report as one page without script, image or outside reference: to read, to print, to attach to a mail. */
export function renderHtml(report: ControlReport): string {
  const title = typeset(
    `Rapport de contrôle MIO${report.messageType === undefined ? '' : ` ${report.messageType}`}`,
  );
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
${heading(report)}
${severities.map((severity) => section(report, severity)).join('')}
</main>
</body>
</html>
`;
}

function heading(report: ControlReport): string {
  const { mark, text } = verdicts[report.verdict];
  const summary = severities
    .filter((severity) => report.counts.bySeverity[severity] > 0)
    .map((severity) => `<li><a href="#${severity}">${countOf(report, severity)}</a></li>`);
  return `<p class="verdict ${report.verdict}"><span aria-hidden="true">${mark}</span> ${escapeMarkup(typeset(text))}</p>
${summary.length > 0 ? `<nav aria-label="Gravités"><ul>${summary.join('')}</ul></nav>` : ''}
${cappedNote(report)}
<dl class="facts small">
${facts(report)
  .map(([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${value}</dd>`)
  .join('\n')}
</dl>`;
}

function facts(report: ControlReport): [string, string][] {
  const lists = report.nomenclatures.map(({ system, version }) => `${system} ${version}`).join(', ');
  const code = (text: string) => `<code>${escapeMarkup(text)}</code>`;
  return [
    ['Message', code(report.messageId ?? 'identifiant illisible')],
    ['Empreinte SHA-256', code(report.messageSha256)],
    [
      'Contrôleur',
      escapeMarkup(`${report.controller.product} ${report.controller.version} (${report.controller.id})`),
    ],
    ['Règles', escapeMarkup(`${report.ruleSet.id} ${report.ruleSet.version}`)],
    ['Nomenclatures', escapeMarkup(lists === '' ? 'aucune' : lists)],
    [
      'Date d’effet',
      escapeMarkup(report.effectiveOn === undefined ? 'inconnue' : formatDay(report.effectiveOn)),
    ],
    ['Contrôlé le', escapeMarkup(formatInstant(report.startedAt))],
    ['Rapport', code(report.reportId)],
  ];
}

function cappedNote({ counts }: ControlReport): string {
  if (counts.listed === counts.total) return '';
  const text = `Ce rapport montre les ${formatDecimal(String(counts.listed))} constats les plus graves sur ${formatDecimal(String(counts.total))}.`;
  return `<p class="quiet">${escapeMarkup(text)}</p>`;
}

function section(report: ControlReport, severity: Severity): string {
  const found = report.findings.filter((finding) => finding.severity === severity);
  if (found.length === 0) return '';
  const title = countOf(report, severity);
  return `<section aria-labelledby="${severity}">
<h2 id="${severity}" class="${severity}"><span aria-hidden="true">${groups[severity].mark}</span> ${title}</h2>
<table><caption>${title}</caption>
<thead><tr><th scope="col">Où</th><th scope="col">Ce qui ne va pas, et que faire</th><th scope="col">Lu, attendu</th></tr></thead>
<tbody>
${found.map(row).join('\n')}
</tbody></table>
</section>
`;
}

function row(finding: Finding): string {
  const { message, suggestion, value, expected, location } = finding;
  const paragraphs = [
    `<p>${escapeMarkup(message.fr)}</p>`,
    suggestion === undefined ? '' : `<p class="quiet">${escapeMarkup(suggestion)}</p>`,
    `<p class="quiet small"><code>${finding.code}</code>${location.xpath === undefined ? '' : ` · <code>${escapeMarkup(location.xpath)}</code>`}</p>`,
  ];
  const read = [
    value === undefined ? '' : `<p>Lu${nbsp}: <code>${escapeMarkup(value)}</code></p>`,
    expected === undefined ? '' : `<p>Attendu${nbsp}: <code>${escapeMarkup(expected)}</code></p>`,
  ];
  return `<tr><td class="where">${escapeMarkup(formatPlace(finding))}</td><td>${paragraphs.join('')}</td><td class="read">${read.join('')}</td></tr>`;
}

const nbsp = '\u00a0';

function countOf({ counts }: ControlReport, severity: Severity): string {
  const count = counts.bySeverity[severity];
  const { one, many } = groups[severity];
  return escapeMarkup(`${formatDecimal(String(count))}${nbsp}${count > 1 ? many : one}`);
}

/** `2026-11-20T13:02:00.000Z` as `20/11/2026 14:02` in Paris. */
function formatInstant(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const parts = new Intl.DateTimeFormat('fr-FR', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Paris',
  });
  return `${parts.format(date)} (heure de Paris)`;
}
