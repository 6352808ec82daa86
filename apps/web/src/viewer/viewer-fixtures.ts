import type { Manifest, ManifestInstance, ManifestSeries } from '@liaison/imaging/contract';

/** An axial CT slice of 2 × 2 pixels; for tests. */
export function instanceFixture(over: Partial<ManifestInstance> = {}): ManifestInstance {
  return {
    SOPInstanceUID: '1.2.3.1',
    instanceNumber: 1,
    rows: 2,
    columns: 2,
    frames: 1,
    bitsAllocated: 16,
    bitsStored: 12,
    signed: false,
    samplesPerPixel: 1,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    rescaleSlope: 1,
    rescaleIntercept: -1024,
    windowCenter: 40,
    windowWidth: 80,
    pixelSpacing: [0.5, 0.5],
    spacingKind: 'calibrated',
    imagePosition: [0, 0, 0],
    imageOrientation: [1, 0, 0, 0, 1, 0],
    frameTimeMs: null,
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    framesUrl: '/frames/1',
    ...over,
  };
}

/** A CT series whose slices stand at the given heights in mm, which also name them: `9.-5` at −5. */
export function seriesFixture(
  uid: string,
  heights: readonly number[],
  over: Partial<ManifestSeries> = {},
): ManifestSeries {
  const instances = heights.map((z) =>
    instanceFixture({
      SOPInstanceUID: `${uid}.${z}`,
      imagePosition: [0, 0, z],
      framesUrl: `/frames/${uid}.${z}`,
    }),
  );
  return {
    SeriesInstanceUID: uid,
    modality: 'CT',
    description: 'Crâne',
    seriesNumber: 1,
    bodyPart: 'HEAD',
    laterality: '',
    patientName: 'MARTIN^Jeanne',
    patientBirthDate: '1950-11-24',
    isKey: false,
    notShownBecause: null,
    instances,
    ...over,
  };
}

export function manifestFixture(series: ManifestSeries[], version = 1): Manifest {
  return {
    study: {
      id: '0190a000-0000-7000-8000-000000000001',
      StudyInstanceUID: '1.2.3',
      accessionNumber: '',
      description: 'Scanner cérébral',
      modalities: ['CT'],
      studyDate: '2026-11-20',
      studyAt: '2026-11-20T14:02:31',
      traits: {
        patientName: 'MARTIN^Jeanne',
        familyName: 'MARTIN',
        givenNames: 'Jeanne',
        birthDate: '1950-11-24',
        sex: 'F',
        patientId: '',
        issuerOfPatientId: '',
      },
      imageCount: series.reduce((sum, one) => sum + one.instances.length, 0),
      seriesCount: series.length,
      arrival: 'receiving',
      firstReceivedAt: '2026-11-20T13:02:31.000Z',
      lastReceivedAt: '2026-11-20T13:02:31.000Z',
      callingAeTitle: 'CHA_PACS',
      structureId: '0190a000-0000-7000-8000-000000000002',
      structureName: 'CH A',
      quarantinedCount: 0,
      expectedCount: null,
      awaiting: null,
      purged: null,
    },
    version,
    series,
  };
}
