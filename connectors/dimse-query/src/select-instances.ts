import type { Tx } from '@liaison/db';
import type { DataSet } from '@liaison/dicom';
import {
  listInstancesOf,
  recordOpening,
  searchCatalogue,
  type AttributeMatch,
  type InstanceRow,
} from '@liaison/imaging';
import type { MachineActor } from '@liaison/kernel';
import { BadIdentifierError, uidsOf, uniqueKeys, type Identifier } from './query-model.ts';

export type SelectedStudy = {
  readonly id: string;
  readonly StudyInstanceUID: string;
  readonly instances: readonly InstanceRow[];
};

/** Studies of one C-MOVE or C-GET at most. */
const mostStudies = 500;

/**
 * What a C-MOVE or C-GET identifier means to this actor (PS3.4 section C.4.2.1.4): unique keys only, lists of UIDs at each
 * level. The opening of each study is journaled. @throws BadIdentifierError, DomainError `access/refused`
 */
export async function selectInstances(
  tx: Tx,
  actor: MachineActor,
  { dataSet, level }: Identifier,
): Promise<SelectedStudy[]> {
  const matches = keysOf(dataSet);
  if (!matches.some(([name]) => name === uniqueKeys[level]))
    throw new BadIdentifierError(`${uniqueKeys[level]} is missing`);
  const { studies, isMore } = await searchCatalogue(tx, actor, {
    level: 'study',
    matches,
    isMultiple: true,
    skip: 0,
    most: mostStudies,
    through: 'dimse',
  });
  if (isMore) throw new BadIdentifierError(`more than ${mostStudies} studies`);
  const series = new Set(uidsOf(dataSet, 'SeriesInstanceUID'));
  const instances = new Set(uidsOf(dataSet, 'SOPInstanceUID'));
  const selected: SelectedStudy[] = [];
  for (const study of studies) {
    const all = await listInstancesOf(tx, actor, study.id);
    const wanted = all.filter(
      (one) =>
        (series.size === 0 || series.has(one.series_instance_uid)) &&
        (instances.size === 0 || instances.has(one.sop_instance_uid)),
    );
    if (wanted.length === 0) continue;
    await recordOpening(tx, actor, study, 'dimse');
    selected.push({ id: study.id, StudyInstanceUID: study.study_instance_uid, instances: wanted });
  }
  return selected;
}

function keysOf(dataSet: DataSet): AttributeMatch[] {
  const patientId = dataSet.text('PatientID') ?? '';
  if (/[*?]/.test(patientId)) throw new BadIdentifierError('PatientID takes no wild card here');
  const uids = (['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const).map(
    (keyword): AttributeMatch => [keyword, uidsOf(dataSet, keyword).join('\\')],
  );
  const keys: AttributeMatch[] = [['PatientID', patientId], ...uids];
  return keys.filter(([, value]) => value !== '');
}
