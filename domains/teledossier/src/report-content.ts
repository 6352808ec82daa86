import type { Tx } from '@liaison/db';
import type {
  ReportComplement,
  ReportContent,
  ReportParty,
  ReportPatient,
  ReportSection,
  ReportStudy,
} from '@liaison/documents';
import { answers as formAnswers, approvalMention, describeAnswers, findForm } from '@liaison/forms';
import type { StudySummary } from '@liaison/imaging';
import { assertExists, newId, type UserActor } from '@liaison/kernel';
import type { Patient } from '@liaison/patients';
import { reportTimeZone } from './calendar.ts';
import type { Loaded } from './change.ts';
import { readAttachedStudies } from './dossier-view.ts';
import { listAnswers, listComplements, listInformationRequests } from './follow-up-store.ts';
import { reportTitles } from './fr.ts';
import type { AnswerRecord, ComplementRecord, InformationRequestRecord, Person } from './record.ts';

/** All that the compte-rendu of a télédossier says (CCTP 3.1.2.7), as it stands in this transaction. */
export async function reportContent(tx: Tx, actor: UserActor, loaded: Loaded): Promise<ReportContent> {
  const { dossier, me, now, patient } = loaded;
  const studies = (await readAttachedStudies(tx, actor, dossier.id)).map(toReportStudy);
  const given = await listAnswers(tx, dossier.id);
  const requests = await listInformationRequests(tx, dossier.id);
  const complements = await listComplements(tx, dossier.id);
  return {
    documentId: newId(),
    title: reportTitles[dossier.type],
    status: 'validé',
    dossierNumber: dossier.number,
    structureHeader: [me.structureName, me.communityName],
    generatedAt: now.toISOString(),
    timeZone: reportTimeZone,
    requester: toParty(dossier.author),
    patient: toReportPatient(patient),
    request: {
      ...describeForm(dossier.formId, dossier.formVersion, dossier.answers),
      attachments: [],
      studies,
      createdAt: dossier.createdAt.toISOString(),
      sentAt: assertExists(dossier.sentAt, 'the sending of an answered dossier').toISOString(),
    },
    answers: given.map(toReportAnswer),
    complements: toReportComplements(requests, complements),
    addenda: [],
  };
}

function toReportAnswer(answer: AnswerRecord): ReportContent['answers'][number] {
  return {
    ...describeForm(answer.formId, answer.formVersion, answer.answers),
    attachments: [],
    studies: [],
    author: toParty(answer.author),
    answeredAt: answer.answeredAt.toISOString(),
  };
}

function describeForm(
  formId: string,
  version: number,
  given: unknown,
): { formMention: string | null; sections: ReportSection[] } {
  const form = assertExists(findForm(formId, version), 'the form of a dossier');
  const described = describeAnswers(form, formAnswers.parse(given), reportTimeZone);
  return { formMention: approvalMention(form), sections: [...described] };
}

function toParty(person: Person): ReportParty {
  return {
    id: person.professionalId,
    name: person.displayName,
    rpps: person.rpps,
    structureId: person.structureCode,
    structureName: person.structureName,
    communityName: person.communityName,
  };
}

function toReportPatient({ traits, alias }: Patient): ReportPatient {
  const isUnknown = traits.isUnknown && alias !== null;
  return {
    birthName: isUnknown ? alias : traits.birthName,
    birthGivenNames: isUnknown ? '' : traits.birthGivenNames,
    usedName: null,
    birthDate: traits.birthDate,
    sex: traits.sex,
    birthPlace: traits.birthPlaceCode ? `Code géographique ${traits.birthPlaceCode}` : '',
    ins: null,
    ipp: traits.ipp,
    // Without a call to INSi, an identity is "provisoire" (RNIV), however carefully it was typed.
    provisional: true,
    sources: traits.source,
  };
}

function toReportStudy(study: StudySummary): ReportStudy {
  return {
    StudyInstanceUID: study.StudyInstanceUID,
    description: study.description,
    modality: study.modalities.join('/'),
    date: study.studyAt ?? study.studyDate,
    imageCount: study.imageCount,
    isPartial: study.arrival !== 'idle',
    source: study.structureName || study.callingAeTitle,
  };
}

/** Each question with its answers, then what was added unasked. */
function toReportComplements(
  requests: readonly InformationRequestRecord[],
  complements: readonly ComplementRecord[],
): ReportComplement[] {
  const asked = requests.flatMap((request) => {
    const own = complements.filter((complement) => complement.informationRequestId === request.id);
    return own.length > 0
      ? own.map((complement) => exchange(request, complement))
      : [exchange(request, null)];
  });
  const unasked = complements.filter((complement) => complement.informationRequestId === null);
  return [...asked, ...unasked.map((complement) => exchange(null, complement))];
}

function exchange(
  request: InformationRequestRecord | null,
  complement: ComplementRecord | null,
): ReportComplement {
  return {
    askedBy: request && toParty(request.askedBy),
    askedAt: request?.askedAt.toISOString() ?? null,
    question: request?.question ?? null,
    answeredBy: complement && toParty(complement.addedBy),
    answeredAt: complement?.addedAt.toISOString() ?? null,
    text: complement?.text ?? null,
  };
}
