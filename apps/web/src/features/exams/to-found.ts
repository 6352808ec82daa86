import type { StudySummary } from '@liaison/imaging/contract';
import type { FoundHere, FoundStudy } from '@liaison/pacs/contract';

/** A study that we know, as a PACS is asked for it; what it claims is asked of the PACS again. */
export function toFound(study: StudySummary): FoundStudy {
  const { traits } = study;
  return {
    StudyInstanceUID: study.StudyInstanceUID,
    patientName: traits.patientName,
    familyName: traits.familyName,
    givenNames: traits.givenNames,
    birthDate: traits.birthDate,
    sex: traits.sex,
    patientId: traits.patientId,
    issuerOfPatientId: traits.issuerOfPatientId,
    accessionNumber: study.accessionNumber,
    description: study.description,
    modalities: study.modalities,
    studyDate: study.studyDate,
    studyTime: study.studyAt?.slice(11, 19) ?? null,
    imageCount: study.expectedCount,
    seriesCount: null,
  };
}

/** A study found in a PACS as the lists show it, before the server tells it: a brouillon holds it at once. */
export function toExpected(
  found: FoundHere,
  of: { studyId: string; peer: { name: string; aeTitle: string }; structure: { id: string; name: string } },
  now: Date,
): StudySummary {
  const imageCount = found.present?.imageCount ?? 0;
  const awaiting = {
    source: of.peer.name,
    state: 'waiting',
    reason: '',
    done: 0,
    total: found.imageCount,
  } as const;
  return {
    id: of.studyId,
    StudyInstanceUID: found.StudyInstanceUID,
    accessionNumber: found.accessionNumber,
    description: found.description,
    modalities: found.modalities,
    studyDate: found.studyDate,
    studyAt: found.studyDate && found.studyTime ? `${found.studyDate}T${found.studyTime}` : null,
    traits: {
      patientName: found.patientName,
      familyName: found.familyName,
      givenNames: found.givenNames,
      birthDate: found.birthDate,
      sex: found.sex,
      patientId: found.patientId,
      issuerOfPatientId: found.issuerOfPatientId,
    },
    imageCount,
    seriesCount: 0,
    expectedCount: found.imageCount,
    arrival: imageCount > 0 ? 'idle' : 'expected',
    awaiting: imageCount > 0 ? null : awaiting,
    purged: null,
    firstReceivedAt: now.toISOString(),
    lastReceivedAt: now.toISOString(),
    callingAeTitle: of.peer.aeTitle,
    structureId: of.structure.id,
    structureName: of.structure.name,
    quarantinedCount: 0,
  };
}
