import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  announcedKeywords,
  createContainer,
  listOpenContainers,
  readContainerAbout,
  type ContainerWriter,
} from '@liaison/blobs';
import { oneRow, withSystem, type SystemDatabase } from '@liaison/db';
import {
  ExplicitVRLittleEndian,
  newUid,
  readDataSet,
  storageSopClassUid,
  writeDataSet,
  type DataSetInput,
} from '@liaison/dicom';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { packMetadata } from './study/pack-metadata.ts';
import type { Followed } from './catalogue/followed-container.ts';
import { projectContainer } from './catalogue/project-container.ts';
import { listClosed, sealCatalogued } from './catalogue/seal-catalogued.ts';

export type MadeStudy = { studyId: string; StudyInstanceUID: string; storeRoot: string };

/** A data set as a scanner sends it. */
export type MadeImage = { bytes: Buffer; transferSyntaxUID: string };

type Attributes = Extract<DataSetInput, { readonly PatientName?: unknown }>;

/** A small CT slice, 4 × 4 pixels that tell slices apart; `given` attributes come in the place of its own. */
export function makeCtImage(
  given: Attributes = {},
  transferSyntaxUID: string = ExplicitVRLittleEndian,
): MadeImage {
  const number = Number(given.InstanceNumber ?? 1);
  const pixels = Buffer.alloc(32);
  for (let at = 0; at < 16; at += 1) pixels.writeInt16LE((number * 100 + at) % 30_000, at * 2);
  const attributes: Attributes = {
    SpecificCharacterSet: 'ISO_IR 192',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    SOPClassUID: storageSopClassUid('CTImageStorage'),
    SOPInstanceUID: newUid(),
    StudyDate: '20260301',
    StudyTime: '142233',
    AccessionNumber: 'A2026-17',
    Modality: 'CT',
    StudyDescription: 'Scanner cérébral',
    SeriesDescription: 'Crâne sans injection',
    PatientName: 'LEFÈVRE^Anaïs^Marie',
    PatientID: 'IPP0042',
    PatientBirthDate: '19510302',
    PatientSex: 'F',
    BodyPartExamined: 'HEAD',
    SliceThickness: 1,
    StudyInstanceUID: newUid(),
    SeriesInstanceUID: newUid(),
    SeriesNumber: 2,
    InstanceNumber: number,
    ImagePositionPatient: [-100, -100, number],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 4,
    Columns: 4,
    PixelSpacing: [0.5, 0.5],
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    WindowCenter: 40,
    WindowWidth: 80,
    RescaleIntercept: 0,
    RescaleSlope: 1,
    PixelData: pixels,
    ...given,
  };
  return { bytes: writeDataSet(attributes, transferSyntaxUID), transferSyntaxUID };
}

export type MadeSender = { structureId: string; callingAeTitle?: string; StudyInstanceUID: string };

/** Opens a container as reception does. */
export function openContainer(storeRoot: string, sender: MadeSender): ContainerWriter {
  return createContainer(storeRoot, {
    node: 'n1',
    slot: 0,
    callingAeTitle: sender.callingAeTitle ?? 'CHA_PACS',
    calledAeTitle: 'LIAISON',
    remoteAddress: '127.0.0.1',
    structureId: sender.structureId,
    StudyInstanceUID: sender.StudyInstanceUID,
  });
}

/** Begins the record of an image, as reception does once it has read its first attributes. */
export function beginImage(container: ContainerWriter, image: MadeImage): void {
  const { dataSet } = readDataSet(image.bytes, image.transferSyntaxUID, { isPrefix: true });
  const text = (keyword: 'SOPClassUID' | 'SOPInstanceUID' | 'StudyInstanceUID' | 'SeriesInstanceUID') =>
    dataSet.text(keyword) ?? '';
  const announced = announcedKeywords.flatMap((keyword) => {
    const value = dataSet.text(keyword);
    return value === undefined ? [] : [[keyword, value] as const];
  });
  container.begin({
    SOPClassUID: text('SOPClassUID'),
    SOPInstanceUID: text('SOPInstanceUID'),
    StudyInstanceUID: text('StudyInstanceUID'),
    SeriesInstanceUID: text('SeriesInstanceUID'),
    transferSyntaxUID: image.transferSyntaxUID,
    receivedAt: new Date().toISOString(),
    ...Object.fromEntries(announced),
  });
}

/** Appends a whole image to a container, durable when it returns. */
export function storeImage(container: ContainerWriter, image: MadeImage): void {
  beginImage(container, image);
  container.write(image.bytes);
  container.commit();
}

/** Catalogues all that lies in the open containers of a store, without a projector running. */
export async function catalogueAll(database: SystemDatabase, storeRoot: string): Promise<void> {
  for (const { path } of listOpenContainers(storeRoot)) {
    const followed: Followed = {
      path,
      about: readContainerAbout(path),
      row: undefined,
      lastCurrentUid: null,
    };
    await projectContainer({ database, storeRoot }, followed);
    await sealCatalogued({ database, storeRoot }, listClosed([followed]));
  }
}

/** A CT study received from a structure, through a real container; for the tests of other domains. */
export async function makeStudy(
  database: SystemDatabase,
  given: { structureId: string; imageCount?: number; storeRoot?: string; attributes?: Attributes },
): Promise<MadeStudy> {
  const storeRoot = given.storeRoot ?? mkdtempSync(join(tmpdir(), 'liaison-store-'));
  const StudyInstanceUID = newUid();
  const SeriesInstanceUID = newUid();
  const container = openContainer(storeRoot, { structureId: given.structureId, StudyInstanceUID });
  for (let number = 1; number <= (given.imageCount ?? 1); number += 1) {
    storeImage(
      container,
      makeCtImage({ StudyInstanceUID, SeriesInstanceUID, InstanceNumber: number, ...given.attributes }),
    );
  }
  container.close();
  await catalogueAll(database, storeRoot);
  const studyId = await withSystem(database, (tx) =>
    oneRow(
      tx,
      sql<{ id: string }>`select id from imaging.study
      where study_instance_uid = ${StudyInstanceUID} and structure_id = ${given.structureId}`,
    ),
  );
  return { studyId: studyId.id, StudyInstanceUID, storeRoot };
}

/** Packs the metadata of a study as the deriver does once it rests. */
export async function packStudyMetadata(
  database: SystemDatabase,
  { studyId, storeRoot }: MadeStudy,
): Promise<void> {
  await packMetadata({ database, storeRoot, log: openLog('silent') }, studyId);
}
