import type { Comment } from '@liaison/xlsx';
import type { Severity } from '../finding.ts';
import type { ReportedFinding } from './reported-finding.ts';

/** Colours that only the report uses, so that the next one can take them away. */
export const markFills: Readonly<Record<Severity, string>> = {
  BLOQUANT: 'F4B084',
  ERREUR: 'F8CBAD',
  AVERTISSEMENT: 'FFE699',
  INFO: 'DDEBF7',
};

export const severityWords: Readonly<Record<Severity, string>> = {
  BLOQUANT: 'Bloquant',
  ERREUR: 'Erreur',
  AVERTISSEMENT: 'Avertissement',
  INFO: 'Information',
};

const order: readonly Severity[] = ['BLOQUANT', 'ERREUR', 'AVERTISSEMENT', 'INFO'];

export function bySeverity(a: ReportedFinding, b: ReportedFinding): number {
  return order.indexOf(a.severity) - order.indexOf(b.severity);
}

/** LibreOffice forgets who wrote a comment: ours are told by how they begin. */
const author = 'Contrôle MIO';
const start = `${author} —`;
const longestComment = 2000;

export function isMarkFill(fill: string): boolean {
  return Object.values(markFills).includes(fill);
}

/** What a cell's comment says once the marks of an earlier report are gone; undefined when nothing is left. */
export function withoutMark(comment: Comment): Comment | undefined {
  const at = comment.text.indexOf(start);
  if (at < 0) return comment;
  const text = comment.text.slice(0, at).trimEnd();
  return text === '' ? undefined : { ...comment, text };
}

/** A comment with the findings of its cell, after what it said before. */
export function marked(
  comment: Comment | undefined,
  cell: { readonly row: number; readonly column: number },
  findings: readonly ReportedFinding[],
): Comment {
  const [worst] = findings.toSorted(bySeverity);
  const said = findings.map(({ message, suggestion }) =>
    suggestion === undefined ? message.fr : `${message.fr}\n→ ${suggestion}`,
  );
  const ours = `${start} ${severityWords[worst?.severity ?? 'INFO']}\n${said.join('\n\n')}`.slice(
    0,
    longestComment,
  );
  return { ...cell, author, text: comment ? `${comment.text}\n\n${ours}` : ours };
}
