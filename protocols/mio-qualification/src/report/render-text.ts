import type { QualificationReport } from '../judge.ts';

export const verdictsFr = {
  QUALIFIEE: 'Interface qualifiée : toutes les exigences sont tenues.',
  REFUSEE: 'Interface non qualifiée.',
} as const;

const mostTold = 5;

/** The report for who reads a terminal: each requirement, and where it is not held. */
export function renderQualificationText(report: QualificationReport): string {
  const { editor, product, version } = report.interface;
  return [
    `${product} ${version}, ${editor}, côté ${report.side}`,
    ...report.requirements.flatMap(({ requirement, title, checks, failures }) => {
      const mark = failures.length === 0 ? '✓' : '✗';
      const count = failures.length === 0 ? '' : ` (${failures.length} sur ${checks})`;
      const more = failures.length - mostTold;
      return [
        `${mark} ${requirement.padEnd(11)} ${title}${count}`,
        ...failures.slice(0, mostTold).map(({ place, fr }) => `      ${place} : ${fr}`),
        ...(more > 0 ? [`      … et ${more} autres`] : []),
      ];
    }),
    verdictsFr[report.verdict],
    '',
  ]
    .map((line) => line.replaceAll(/\p{Cc}/gu, '\ufffd'))
    .join('\n');
}
