import type { ControlReport, Finding, Severity } from '@liaison/mio-control';

const severityNames: Readonly<Record<Severity, string>> = {
  BLOQUANT: 'bloquant',
  ERREUR: 'erreur',
  AVERTISSEMENT: 'avertissement',
  INFO: 'information',
};

const verdicts: Readonly<Record<ControlReport['verdict'], string>> = {
  OK: 'conforme',
  OK_AVEC_RESERVES: 'conforme, avec des réserves',
  KO: 'non conforme',
};

/** A report for who reads a terminal: the verdict, then each finding with its place and what to do. */
export function renderText(report: ControlReport, file: string): string {
  const { counts, findings, verdict } = report;
  const hidden = counts.total - counts.listed;
  return [
    `${file} : ${verdicts[verdict]}${describeCounts(report)}`,
    ...findings.flatMap(describeFinding),
    ...(hidden > 0 ? [`  … et ${hidden} autres constats, non détaillés.`] : []),
    '',
  ]
    .map((line) => line.replaceAll(/\p{Cc}/gu, '\ufffd'))
    .join('\n');
}

function describeCounts({ counts: { bySeverity } }: ControlReport): string {
  const told = Object.entries(severityNames).flatMap(([severity, name]) => {
    const count = isSeverity(severity) ? bySeverity[severity] : 0;
    return count > 0 ? [`${count} ${name}${count > 1 ? 's' : ''}`] : [];
  });
  return told.length === 0 ? '.' : ` (${told.join(', ')}).`;
}

function isSeverity(word: string): word is Severity {
  return word in severityNames;
}

function describeFinding({ code, severity, message, location, suggestion }: Finding): string[] {
  const { excel, lot, ligne, champ, line } = location;
  const places = [
    excel,
    lot === undefined ? undefined : `lot ${lot}`,
    ligne === undefined ? undefined : `ligne ${ligne}`,
    champ,
    line === undefined ? undefined : `l. ${line} du fichier`,
  ].filter((place) => place !== undefined);
  return [
    `  ${code} ${severityNames[severity]}${places.length > 0 ? ` · ${places.join(' · ')}` : ''}`,
    `      ${message.fr}`,
    ...(suggestion === undefined ? [] : [`      → ${suggestion}`]),
  ];
}
