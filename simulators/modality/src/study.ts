import { createHash } from 'node:crypto';

import {
  ExplicitVRLittleEndian,
  newUid,
  storageSopClassUid,
  writeDataSet,
  writeFileMeta,
} from '@liaison/dicom';

import { makeDetector } from './acquisition.ts';
import type { Scenario } from './anatomy/lesion.ts';
import { ctImage, type StudyAttributes } from './ct-image.ts';
import type { PatientAttributes } from './patients.ts';
import { makePhantom } from './phantom.ts';
import { seriesPlans, type SeriesPlan } from './protocol.ts';
import { renderSlice } from './render.ts';

export type StudyOptions = {
  readonly patient: PatientAttributes;
  readonly scenario: Scenario;
  /** Decides anatomy and noise; 1 by default. */
  readonly seed?: number;
  /** Series to acquire; all by default. */
  readonly kinds?: readonly SeriesPlan['kind'][];
  /** Fresh by default. The UIDs of series and images follow from it. */
  readonly StudyInstanceUID?: string;
  readonly AccessionNumber?: string;
  readonly InstitutionName?: string;
  /** `ISO_IR 100` by default, as most scanners in France. */
  readonly characterSet?: StudyAttributes['characterSet'];
  readonly startedAt?: Date;
};

/** One image, ready to be sent or stored. */
export type StudyImage = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly SeriesDescription: string;
  readonly transferSyntaxUID: string;
  /** From 1, in the study. */
  readonly rank: number;
  /** Images in the study. */
  readonly total: number;
  /** The data set in that transfer syntax, without file meta information. */
  readonly dataSet: Buffer;
};

/** Acquires a head CT, image after image: each one is computed when it is asked for, the scout first. */
export function* makeStudy(options: StudyOptions): Generator<StudyImage, void, undefined> {
  const seed = options.seed ?? 1;
  const study = studyAttributes(options, seed);
  const plans = seriesPlans.filter((plan) => options.kinds?.includes(plan.kind) ?? true);
  const total = countImages(plans);
  const phantom = makePhantom(options.scenario, seed);
  const detector = makeDetector(seed);
  const SOPClassUID = storageSopClassUid('CTImageStorage');
  let rank = 0;
  for (const plan of plans) {
    const SeriesInstanceUID = derivedUid(study.StudyInstanceUID, plan.kind);
    for (let slice = 0; slice < plan.slices; slice++, rank++) {
      const SOPInstanceUID = derivedUid(SeriesInstanceUID, String(slice));
      const pixels = renderSlice(phantom, detector, plan, slice);
      const input = ctImage(study, plan, { SeriesInstanceUID, SOPInstanceUID, slice, rank }, pixels);
      yield {
        SOPClassUID,
        SOPInstanceUID,
        StudyInstanceUID: study.StudyInstanceUID,
        SeriesInstanceUID,
        SeriesDescription: plan.SeriesDescription,
        transferSyntaxUID: ExplicitVRLittleEndian,
        rank: rank + 1,
        total,
        dataSet: writeDataSet(input, ExplicitVRLittleEndian),
      };
    }
  }
}

/** An image as a file (PS3.10 section 7). */
export function toFile(image: StudyImage): Buffer {
  const meta = writeFileMeta({
    SOPClassUID: image.SOPClassUID,
    SOPInstanceUID: image.SOPInstanceUID,
    transferSyntaxUID: image.transferSyntaxUID,
  });
  return Buffer.concat([meta, image.dataSet]);
}

function countImages(plans: readonly SeriesPlan[]): number {
  return plans.reduce((sum, plan) => sum + plan.slices, 0);
}

function studyAttributes(options: StudyOptions, seed: number): StudyAttributes {
  const StudyInstanceUID = options.StudyInstanceUID ?? newUid();
  return {
    StudyInstanceUID,
    FrameOfReferenceUID: derivedUid(StudyInstanceUID, 'frame'),
    AccessionNumber:
      options.AccessionNumber ?? `SIM${derivedUid(StudyInstanceUID, `accession ${seed}`).slice(-9)}`,
    StudyDescription: 'Scanner cérébral SPC + angio',
    InstitutionName: options.InstitutionName ?? 'Hôpital fictif de démonstration',
    characterSet: options.characterSet ?? 'ISO_IR 100',
    patient: options.patient,
    startedAt: options.startedAt ?? new Date(),
  };
}

/** A UID that follows from another: `2.25.` and 128 bits of a digest as one number (PS3.5 annex B.2). */
function derivedUid(parent: string, name: string): string {
  const digest = createHash('sha256').update(`${parent} ${name}`).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${digest}`)}`;
}
