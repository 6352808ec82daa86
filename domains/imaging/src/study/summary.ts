import type { DicomTraits, StudySummary } from '../contract.ts';
import type { StudyRow } from '../store.ts';

/** A study as the API tells it. */
export function toSummary(row: StudyRow): StudySummary {
  return {
    id: row.id,
    StudyInstanceUID: row.study_instance_uid,
    accessionNumber: row.accession_number,
    description: row.description,
    modalities: row.modalities,
    studyDate: row.study_date,
    studyAt: row.study_date && row.study_time ? `${row.study_date}T${row.study_time}` : null,
    traits: toTraits(row),
    imageCount: row.image_count,
    seriesCount: row.series_count,
    expectedCount: row.expected_count,
    // Asked for again, a purged study is expected; purged again where that was given up.
    arrival: row.arrival === 'purged' && row.awaiting ? 'expected' : row.arrival,
    // What the PACS told since it was asked counts too.
    awaiting: row.awaiting && { ...row.awaiting, total: row.awaiting.total ?? row.expected_count },
    purged: row.purged_at && { at: row.purged_at.toISOString(), archivedIn: row.archived_in || null },
    firstReceivedAt: row.first_received_at.toISOString(),
    lastReceivedAt: row.last_received_at.toISOString(),
    callingAeTitle: row.calling_ae_title,
    structureId: row.structure_id,
    structureName: row.structure_name,
    quarantinedCount: row.quarantined_count,
  };
}

export function toTraits(row: StudyRow): DicomTraits {
  return {
    patientName: row.patient_name,
    familyName: row.family_name,
    givenNames: row.given_names,
    birthDate: row.birth_date,
    sex: row.sex,
    patientId: row.patient_id,
    issuerOfPatientId: row.issuer_of_patient_id,
  };
}
