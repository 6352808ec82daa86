import type { Tx } from '@liaison/db';
import { readStudySummaries, type StudySummary } from '@liaison/imaging';
import { imagingLineOf } from '@liaison/imaging/contract';
import { assertExists, type UserActor } from '@liaison/kernel';
import { findPatients, patientLineOf, type Patient } from '@liaison/patients';
import { actsOf, mainActOf } from './acts.ts';
import { toReader } from './change.ts';
import type { DossierRow } from './contract.ts';
import { readOpenings } from './follow-up-store.ts';
import { typeTitles } from './fr.ts';
import { isLiving, type Reader } from './model.ts';
import { toState, type DossierRecord, type LineRecord } from './record.ts';
import {
  listDossierRecords,
  listDraftRecipients,
  listLines,
  listRights,
  listStudyIds,
  nameRecipients,
} from './store.ts';

const questionLength = 160;

/** What one row is made from. */
type RowParts = {
  dossier: DossierRecord;
  lines: readonly LineRecord[];
  patient: Patient;
  studies: readonly StudySummary[];
  draftRecipients: readonly string[];
  openedAt: Date | undefined;
  reader: Reader;
};

/** The rows of these ids in their order, in a fixed number of queries; what the actor may not read is left out. */
export async function readRows(tx: Tx, actor: UserActor, ids: readonly string[]): Promise<DossierRow[]> {
  if (ids.length === 0) return [];
  const dossiers = new Map((await listDossierRecords(tx, ids)).map((dossier) => [dossier.id, dossier]));
  const lines = Map.groupBy(await listLines(tx, ids), (line) => line.dossierId);
  const patients = await findPatients(tx, ids);
  const openings = await readOpenings(tx, actor.userId, ids);
  const rights = await listRights(tx, ids);
  const studies = await readStudiesByDossier(tx, actor, ids);
  const draftRecipients = await readDraftRecipients(tx, ids);
  return ids.flatMap((id) => {
    const dossier = dossiers.get(id);
    if (!dossier) return [];
    const parts: RowParts = {
      dossier,
      lines: lines.get(id) ?? [],
      patient: assertExists(patients.get(id), 'the patient of a dossier'),
      studies: studies.get(id) ?? [],
      draftRecipients: draftRecipients.get(id) ?? [],
      openedAt: openings.get(id),
      reader: toReader(actor, rights.get(id)),
    };
    return [toRow(parts)];
  });
}

async function readStudiesByDossier(
  tx: Tx,
  actor: UserActor,
  ids: readonly string[],
): Promise<Map<string, StudySummary[]>> {
  const attached = await listStudyIds(tx, ids);
  const summaries = await readStudySummaries(tx, actor, [...new Set(attached.map((one) => one.studyId))]);
  const byId = new Map(summaries.map((study) => [study.id, study]));
  const byDossier = Map.groupBy(attached, (one) => one.dossierId);
  return new Map(
    [...byDossier].map(([dossierId, all]) => [dossierId, all.flatMap((one) => byId.get(one.studyId) ?? [])]),
  );
}

async function readDraftRecipients(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
  const chosen = await listDraftRecipients(tx, ids);
  const once = [...new Map(chosen.map(({ kind, id }) => [id, { kind, id }])).values()];
  const labels = new Map((await nameRecipients(tx, once)).map((row) => [row.id, row.label]));
  const byDossier = Map.groupBy(chosen, (one) => one.dossierId);
  return new Map(
    [...byDossier].map(([dossierId, all]) => [dossierId, all.flatMap((one) => labels.get(one.id) ?? [])]),
  );
}

function toRow(parts: RowParts): DossierRow {
  const { dossier, lines, reader } = parts;
  const state = toState(dossier, lines);
  const main = mainActOf(state, actsOf(state, reader, parts.draftRecipients.length));
  const present = lines.filter((line) => line.status !== 'retire');
  const taken = state.lines.find((line) => isLiving(line) && line.takenBy !== null);
  return {
    id: dossier.id,
    number: dossier.number,
    title: typeTitles[dossier.type],
    status: dossier.status,
    urgency: dossier.urgency,
    patientLine: patientLineOf(parts.patient),
    question: shortened(dossier.question),
    requerantName: dossier.author.displayName,
    requerantStructureName: dossier.author.structureName,
    recipientNames: state.isSent ? present.map((line) => line.recipient.label) : [...parts.draftRecipients],
    since: (dossier.sentAt ?? dossier.createdAt).toISOString(),
    takenByName: lines.find((line) => line.id === taken?.id)?.takenBy?.displayName ?? null,
    imaging: imagingLineOf(parts.studies),
    lastSeenWellAt: dossier.lastSeenWellAt?.toISOString() ?? null,
    isUnread: isUnread(dossier, reader.userId, parts.openedAt),
    side: sideOf(reader),
    mainAct: main && { name: main.name, addresseeId: main.addresseeId, allowed: true, because: null },
  };
}

/** Something happened, by someone else, since this reader last opened it. */
function isUnread(dossier: DossierRecord, userId: string, openedAt: Date | undefined): boolean {
  return dossier.changedById !== userId && (openedAt === undefined || openedAt < dossier.changedAt);
}

export function sideOf({ canAsk, canAnswer }: Reader): 'requerant' | 'requis' | 'both' {
  if (canAsk && canAnswer) return 'both';
  return canAsk ? 'requerant' : 'requis';
}

function shortened(question: string): string {
  // Ordinary blanks only: no-break spaces are typography.
  const line = question.replaceAll(/[ \t\r\n]+/g, ' ').trim();
  if (line.length <= questionLength) return line;
  return `${line
    .slice(0, questionLength)
    .replace(/ [^ ]*$/, '')
    .toWellFormed()}…`;
}
