import {
  ExplicitVRLittleEndian,
  newUid,
  storageSopClassUid,
  type ElementInput,
  type StoreRequest,
} from '@liaison/dicom';

import { encoded, type SliceTemplates } from './slices.ts';

const pixelData = 0x7fe00010;
const SOPClassUID = storageSopClassUid('EnhancedCTImageStorage');

/** One multi-frame object of about `bytes` bytes, a frame repeated; its data set is made as it is read, never held. */
export function makeLargeObject(
  { slices }: SliceTemplates,
  bytes: number,
): StoreRequest & { readonly frames: number } {
  const template = slices[Math.floor(slices.length / 2)];
  if (!template) throw new TypeError('no slice to make a frame from');
  const { pixels } = template;
  const frames = Math.max(1, Math.floor(bytes / pixels.length));
  const SOPInstanceUID = newUid();
  const own: ElementInput[] = [
    { tag: 0x00080016, vr: 'UI', value: SOPClassUID },
    { tag: 0x00080018, vr: 'UI', value: SOPInstanceUID },
    { tag: 0x0020000d, vr: 'UI', value: newUid() },
    { tag: 0x0020000e, vr: 'UI', value: newUid() },
    { tag: 0x00280008, vr: 'IS', value: String(frames) },
  ];
  const head = encoded(template, own).filter(({ tag }) => tag < pixelData);
  const dataSet = (async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.concat([...head.map((element) => element.bytes), pixelDataHeader(frames * pixels.length)]);
    for (let index = 0; index < frames; index++) yield pixels;
  })();
  return { SOPClassUID, SOPInstanceUID, transferSyntaxUID: ExplicitVRLittleEndian, dataSet, frames };
}

/** Tag, VR OW, two bytes reserved, length (PS3.5 section 7.1.2). */
function pixelDataHeader(length: number): Buffer {
  const header = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(length, 8);
  return header;
}
