import { grant, revoke } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { grantStudyTo, revokeStudyFrom } from '@liaison/imaging';
import type { LineRecord, Person } from './record.ts';

/**
 * Who may do what (CCTP 3.1.2.2): the author and his community ask, the communities and professionals addressed answer,
 * and both sides see the exams attached. Grants are given to subjects, never to copies of their members.
 */
const authorReason = 'author';
const addresseeReason = 'addressee';
const studyReason = (dossierId: string) => `dossier:${dossierId}`;

const authorSubjects = (author: Person) => [author.userId, author.communityId];

export async function grantAuthor(tx: Tx, dossierId: string, author: Person): Promise<void> {
  const resource = { kind: 'dossier', id: dossierId } as const;
  await grant(tx, authorSubjects(author), ['dossier:read', 'dossier:ask'], resource, authorReason);
}

export async function grantAddressees(
  tx: Tx,
  dossierId: string,
  lines: readonly LineRecord[],
): Promise<void> {
  const resource = { kind: 'dossier', id: dossierId } as const;
  const subjects = lines.map((line) => line.recipient.id);
  await grant(tx, subjects, ['dossier:read', 'dossier:answer'], resource, addresseeReason);
}

/** Both sides, as they stand: whoever was withdrawn is left out. */
export function sideSubjects(author: Person, lines: readonly LineRecord[]): string[] {
  const addressed = lines.filter((line) => line.status !== 'retire').map((line) => line.recipient.id);
  return [...new Set([...authorSubjects(author), ...addressed])];
}

export async function grantStudies(
  tx: Tx,
  dossierId: string,
  studyIds: readonly string[],
  subjects: readonly string[],
): Promise<void> {
  for (const id of studyIds) await grantStudyTo(tx, id, subjects, studyReason(dossierId));
}

export async function revokeStudies(
  tx: Tx,
  dossierId: string,
  studyIds: readonly string[],
  subjects: readonly string[],
): Promise<void> {
  for (const id of studyIds) await revokeStudyFrom(tx, id, subjects, studyReason(dossierId));
}

export async function revokeAuthor(tx: Tx, dossierId: string, author: Person): Promise<void> {
  await revoke(tx, authorSubjects(author), { kind: 'dossier', id: dossierId }, authorReason);
}

/** Takes back what an address opened, save where the subject stands in the dossier for another reason. */
export async function revokeAddressee(
  tx: Tx,
  dossierId: string,
  subject: string,
  stays: { author: Person; lines: readonly LineRecord[]; studyIds: readonly string[] },
): Promise<void> {
  const isStillAddressed = stays.lines.some(
    (line) => line.status !== 'retire' && line.recipient.id === subject,
  );
  if (isStillAddressed) return;
  await revoke(tx, [subject], { kind: 'dossier', id: dossierId }, addresseeReason);
  if (authorSubjects(stays.author).includes(subject)) return;
  await revokeStudies(tx, dossierId, stays.studyIds, [subject]);
}
