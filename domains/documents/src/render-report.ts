import type {
  ReportAnswer,
  ReportComplement,
  ReportContent,
  ReportParty,
  ReportPatient,
  ReportSection,
} from './report-content.ts';
import {
  placeParagraph,
  placePart,
  placeSection,
  placeStudies,
  styles,
  type Entry,
} from './report-blocks.ts';
import { copiedTraits, frenchInstant, frenchLocal, insText, patientName, sexText } from './report-french.ts';
import {
  addElement,
  closeSheet,
  drawArtifact,
  grid,
  openSheet,
  palette,
  placeRow,
  setText,
  widthOfLine,
} from './sheet.ts';
import type { Element, Sheet } from './sheet.ts';

const nbsp = '\u00a0';

/**
 * The compte-rendu as a tagged PDF/A-2a, with every element that the CCTP lists (3.1.2.7): requérant, patient, form,
 * attachments and exams of the request; author, form, attachments and exams of each answer. The answer comes first.
 * The same content gives the same bytes.
 */
export async function renderReport(report: ReportContent): Promise<Buffer> {
  const sheet = openSheet(report.title, report.structureHeader[0] ?? 'Liaison', new Date(report.generatedAt));
  placeMasthead(sheet, report);
  placePatient(sheet, report.patient);
  for (const answer of report.answers) placeAnswer(sheet, report, answer);
  if (report.answers.length === 0) placePart(sheet, 'Réponse', 'Aucune réponse à ce jour.').end();
  placeAddenda(sheet, report);
  placeRequest(sheet, report);
  placeComplements(sheet, report);
  const name = `${patientName(report.patient)}${birthText(report.patient)}`;
  const status = report.status === 'provisoire' ? ' · PROVISOIRE' : '';
  return closeSheet(sheet, `${name} · Télédossier ${report.dossierNumber}${status}`, footText(report));
}

function footText(report: ReportContent): string {
  const made = frenchInstant(report.generatedAt, report.timeZone);
  return `Télédossier ${report.dossierNumber} · Document ${report.documentId} · Édité par Liaison le ${made}`;
}

function birthText(patient: ReportPatient): string {
  return patient.birthDate ? `, ${frenchLocal(patient.birthDate)}` : '';
}

function placeMasthead(sheet: Sheet, report: ReportContent): void {
  const [name = '', ...details] = report.structureHeader;
  const top = sheet.y;
  placeParagraph(sheet, sheet.root, name, styles.strong);
  for (const detail of details) placeParagraph(sheet, sheet.root, detail, styles.small);
  const left = sheet.y;
  sheet.y = top;
  const number = setText(sheet, report.dossierNumber, styles.strong, 200);
  placeRow(sheet, [
    { element: addElement(sheet, sheet.root, 'P'), left: grid.right - lineWidth(number), lines: number },
  ]);
  placeStatus(sheet, report.status);
  sheet.y = Math.max(left, sheet.y) + 14;
  const heading = addElement(sheet, sheet.root, 'H1');
  placeRow(sheet, [
    {
      element: heading,
      left: grid.left,
      lines: setText(sheet, report.title, styles.title, grid.right - grid.left),
    },
  ]);
  sheet.y += 8;
}

function lineWidth(lines: ReturnType<typeof setText>): number {
  return Math.max(0, ...lines.map(widthOfLine));
}

/** The mention in words and in a frame: neither colour nor shape alone says that a report is provisional. */
function placeStatus(sheet: Sheet, status: ReportContent['status']): void {
  const provisional = status === 'provisoire';
  const style = {
    ...styles.small,
    color: provisional ? palette.warning : palette.accent,
    font: 'semibold',
  } as const;
  const lines = setText(sheet, provisional ? 'Provisoire, non validé' : 'Validé', style, 160);
  const width = lineWidth(lines);
  const top = sheet.y + 4;
  drawArtifact(sheet.doc, () => {
    sheet.doc
      .lineWidth(0.8)
      .strokeColor(style.color)
      .roundedRect(grid.right - width - 14, top, width + 14, 15, 3)
      .stroke();
  });
  sheet.y = top + 2;
  placeRow(sheet, [{ element: addElement(sheet, sheet.root, 'P'), left: grid.right - width - 7, lines }]);
}

function placePatient(sheet: Sheet, patient: ReportPatient): void {
  const warning = [patient.provisional ? 'Provisoire, à vérifier.' : '', copiedTraits(patient.sources) ?? '']
    .filter(Boolean)
    .join(' ');
  const entries: Entry[] = [
    { label: 'Nom de naissance', value: patient.birthName || 'Non connu', style: styles.name },
    { label: 'Prénom(s) de naissance', value: patient.birthGivenNames || 'Non connu', style: styles.strong },
    ...(patient.usedName ? [{ label: 'Nom utilisé', value: patient.usedName }] : []),
    { label: 'Date de naissance', value: patient.birthDate ? frenchLocal(patient.birthDate) : 'Non connue' },
    { label: 'Sexe', value: patient.sex ? sexText[patient.sex] : 'Non connu' },
    { label: 'Lieu de naissance', value: patient.birthPlace || 'Non connu' },
    { label: 'INS', value: patient.ins ? insText(patient.ins) : 'Non connu' },
    { label: 'IPP', value: patient.ipp || 'Non connu' },
    ...(warning ? [{ label: 'Identité', value: warning, style: styles.warning }] : []),
  ];
  placeSection(sheet, sheet.root, 'Patient', entries, 'H2');
}

function partyEntry(label: string, party: ReportParty): Entry {
  const rpps = party.rpps ? `RPPS${nbsp}${party.rpps} · ` : '';
  return {
    label,
    value: `${party.name}\n${party.communityName}, ${party.structureName}`,
    detail: `${rpps}${party.structureId} · ID${nbsp}${party.id}`,
  };
}

function placeSections(sheet: Sheet, part: Element, sections: readonly ReportSection[]): void {
  for (const section of sections) placeSection(sheet, part, section.section, section.lines);
  if (sections.length === 0)
    placeParagraph(sheet, part, 'Aucun élément renseigné.', styles.label, grid.labelLeft);
}

type FormPart = Pick<ReportAnswer, 'sections' | 'attachments' | 'studies'>;

function placeForm(sheet: Sheet, part: Element, form: FormPart): void {
  placeSections(sheet, part, form.sections);
  if (form.studies.length > 0) placeStudies(sheet, part, 'Examens joints', form.studies);
  const files = form.attachments.length > 0 ? form.attachments.join('\n') : 'Aucune';
  const none = form.studies.length === 0 ? [{ label: 'Examens DICOM', value: 'Aucun' }] : [];
  placeSection(sheet, part, 'Pièces jointes', [...none, { label: 'Fichiers', value: files }]);
  part.end();
}

function placeAnswer(sheet: Sheet, report: ReportContent, answer: ReportAnswer): void {
  const several = report.answers.length > 1 ? ` de ${answer.author.name}` : '';
  const note = `Le ${frenchInstant(answer.answeredAt, report.timeZone)}`;
  const part = placePart(sheet, `Réponse${several}`, note, answer.formMention);
  placeSection(sheet, part, 'Auteur', [partyEntry('Auteur', answer.author)]);
  placeForm(sheet, part, answer);
}

function placeRequest(sheet: Sheet, report: ReportContent): void {
  const { request } = report;
  const [created, sent] = [request.createdAt, request.sentAt].map((at) => frenchInstant(at, report.timeZone));
  const part = placePart(sheet, 'Demande', `Créée le ${created}, envoyée le ${sent}`, request.formMention);
  placeSection(sheet, part, 'Requérant', [partyEntry('Requérant', report.requester)]);
  placeForm(sheet, part, request);
}

function placeAddenda(sheet: Sheet, report: ReportContent): void {
  if (report.addenda.length === 0) return;
  const part = placePart(sheet, 'Addenda', null);
  for (const addendum of report.addenda) {
    const entry = { label: addendum.author.name, value: addendum.text };
    placeSection(sheet, part, frenchInstant(addendum.at, report.timeZone), [entry]);
  }
  part.end();
}

function placeComplements(sheet: Sheet, report: ReportContent): void {
  if (report.complements.length === 0) return;
  const part = placePart(sheet, 'Informations complémentaires', null);
  for (const complement of report.complements) {
    const at = complement.askedAt ?? complement.answeredAt;
    placeSection(
      sheet,
      part,
      at ? frenchInstant(at, report.timeZone) : '',
      complementEntries(complement, report.timeZone),
    );
  }
  part.end();
}

function complementEntries(complement: ReportComplement, timeZone: string): Entry[] {
  const entries: Entry[] = [];
  if (complement.question) {
    entries.push({ label: `Question de ${complement.askedBy?.name ?? ''}`, value: complement.question });
  }
  if (complement.text) {
    const at = complement.answeredAt ? `, le ${frenchInstant(complement.answeredAt, timeZone)}` : '';
    entries.push({
      label: `Information de ${complement.answeredBy?.name ?? ''}${at}`,
      value: complement.text,
    });
  } else {
    entries.push({ label: 'Réponse', value: 'Sans réponse à ce jour.' });
  }
  return entries;
}
