import type { DataSet } from '@liaison/dicom';
import type { FrameInfo, FrameWindow, LookupTable, Palette } from './frame-info.ts';

/**
 * What an instance says of its frames, from its attributes up to the pixels; those of an enhanced object are in its shared or
 * its first functional groups (PS3.3 section C.7.6.16). The values of PixelData are never read.
 */
export function frameInfoOf(dataSet: DataSet): FrameInfo {
  const groups = functionalGroups(dataSet);
  const number = (keyword: Parameters<DataSet['number']>[0]) => firstNumber(groups, keyword);
  const bitsAllocated = dataSet.number('BitsAllocated') ?? 0;
  const bitsStored = dataSet.number('BitsStored') ?? bitsAllocated;
  const signed = dataSet.number('PixelRepresentation') === 1;
  return {
    rows: dataSet.number('Rows') ?? 0,
    columns: dataSet.number('Columns') ?? 0,
    samplesPerPixel: dataSet.number('SamplesPerPixel') ?? 1,
    bitsAllocated,
    bitsStored,
    signed,
    photometricInterpretation: dataSet.text('PhotometricInterpretation') ?? '',
    planarConfiguration: dataSet.number('PlanarConfiguration') ?? 0,
    isWords: dataSet.find('PixelData')?.vr === 'OW',
    highBit: dataSet.number('HighBit') ?? bitsStored - 1,
    rescaleSlope: number('RescaleSlope') || 1,
    rescaleIntercept: number('RescaleIntercept') ?? 0,
    modalityTable: tableIn(dataSet, 'ModalityLUTSequence', signed),
    window: windowOf(groups),
    windowFunction: windowFunctionOf(groups),
    windowTable: tableIn(dataSet, 'VOILUTSequence', signed),
    palette: paletteOf(dataSet, signed),
    isInverse: dataSet.text('PresentationLUTShape') === 'INVERSE',
    pixelAspect: pixelAspectOf(groups),
  };
}

const groupSequences = [
  'PixelMeasuresSequence',
  'PixelValueTransformationSequence',
  'FrameVOILUTSequence',
] as const;

function functionalGroups(dataSet: DataSet): DataSet[] {
  const owners = [
    ...dataSet.items('SharedFunctionalGroupsSequence').slice(0, 1),
    ...dataSet.items('PerFrameFunctionalGroupsSequence').slice(0, 1),
  ];
  const nested = owners.flatMap((owner) =>
    groupSequences.flatMap((sequence) => owner.items(sequence).slice(0, 1)),
  );
  return [dataSet, ...nested];
}

function firstNumber(
  groups: readonly DataSet[],
  keyword: Parameters<DataSet['number']>[0],
): number | undefined {
  for (const group of groups) {
    const value = group.number(keyword);
    if (value !== undefined) return value;
  }
  return undefined;
}

function windowOf(groups: readonly DataSet[]): FrameWindow | null {
  const center = firstNumber(groups, 'WindowCenter');
  const width = firstNumber(groups, 'WindowWidth');
  return center === undefined || width === undefined || !(width > 0) ? null : { center, width };
}

function windowFunctionOf(groups: readonly DataSet[]): FrameInfo['windowFunction'] {
  const name = groups.map((group) => group.text('VOILUTFunction')).find((text) => text !== undefined);
  return name === 'SIGMOID' || name === 'LINEAR_EXACT' ? name : 'LINEAR';
}

/** PixelSpacing, else PixelAspectRatio (PS3.3 section C.7.6.3.1.7): both vertical first. */
function pixelAspectOf(groups: readonly DataSet[]): number {
  for (const keyword of ['PixelSpacing', 'ImagerPixelSpacing', 'PixelAspectRatio'] as const) {
    for (const group of groups) {
      const [vertical = 0, horizontal = 0] = group.numbers(keyword);
      const aspect = vertical / horizontal;
      if (vertical > 0 && horizontal > 0 && aspect > 0.01 && aspect < 100) return aspect;
    }
  }
  return 1;
}

function tableIn(
  dataSet: DataSet,
  sequence: 'ModalityLUTSequence' | 'VOILUTSequence',
  signed: boolean,
): LookupTable | null {
  const [item] = dataSet.items(sequence);
  return item ? readTable(item.numbers('LUTDescriptor'), item.bytes('LUTData'), item, signed) : null;
}

function paletteOf(dataSet: DataSet, signed: boolean): Palette | null {
  const table = (colour: 'Red' | 'Green' | 'Blue') =>
    readTable(
      dataSet.numbers(`${colour}PaletteColorLookupTableDescriptor`),
      dataSet.bytes(`${colour}PaletteColorLookupTableData`),
      dataSet,
      signed,
    );
  const [red, green, blue] = [table('Red'), table('Green'), table('Blue')];
  return red && green && blue ? { red, green, blue } : null;
}

/** A table by its descriptor: entries (0 says 65 536), first value mapped, bits of an entry (PS3.3 section C.11.1.1). */
function readTable(
  descriptor: readonly number[],
  bytes: Buffer | undefined,
  owner: DataSet,
  signed: boolean,
): LookupTable | null {
  const [asked = 0, first = 0, bits = 16] = descriptor;
  const count = asked === 0 ? 65_536 : asked & 0xffff;
  if (!bytes || bits < 8 || bits > 16) return null;
  const isBytes = bytes.length < count * 2 && bytes.length >= count;
  if (!isBytes && bytes.length < count * 2) return null;
  const big = owner.encoding.bigEndian;
  const values = Uint16Array.from({ length: count }, (_, index) => {
    if (isBytes) return bytes.readUInt8(index);
    return big ? bytes.readUInt16BE(index * 2) : bytes.readUInt16LE(index * 2);
  });
  // Some write tables of 8 bits in words, and say 16; none of their entries has the upper byte.
  const isNarrow = bits > 8 && values.every((value) => value < 256);
  const start = signed && first > 32_767 ? first - 65_536 : first;
  return { first: start, bits: isBytes || isNarrow ? 8 : bits, values };
}
