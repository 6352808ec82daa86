/** Media types of compressed frames, and the ends of their transfer syntaxes (PS3.18 tables 8.7.3-5 and 8.7.3-6). */
const endsOf = new Map([
  ['image/jpeg', ['4.50', '4.51', '4.57', '4.70']],
  ['image/dicom-rle', ['5']],
  ['image/jls', ['4.80', '4.81']],
  ['image/jp2', ['4.90', '4.91']],
  ['image/jpx', ['4.92', '4.93']],
  ['image/jphc', ['4.201', '4.202', '4.203']],
  ['image/jxl', ['4.110', '4.111', '4.112']],
  ['video/mpeg', ['4.100', '4.100.1', '4.101', '4.101.1']],
  [
    'video/mp4',
    ['4.102', '4.102.1', '4.103', '4.103.1', '4.104', '4.104.1', '4.105', '4.105.1', '4.106', '4.106.1'],
  ],
]);
const root = '1.2.840.10008.1.2.';

/** Whether frames of this transfer syntax are of the media type `asked`. */
export function isTypeOf(asked: string, syntax: string): boolean {
  return endsOf.get(asked)?.some((end) => syntax === root + end) === true;
}
