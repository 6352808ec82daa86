/** Bytes of the words that a VR is made of, in which big endian differs (PS3.5 section 7.3); 1 for bytes, 0 for text. */
export function wordBytes(vr: string): number {
  return sizes[vr] ?? 0;
}

const sizes: Readonly<Record<string, number>> = {
  OB: 1,
  UN: 1,
  AT: 2,
  OW: 2,
  SS: 2,
  US: 2,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};

/** A copy with the bytes of each word reversed; what is left of a word at the end stays as it is. */
export function swapped(bytes: Buffer, size: number): Buffer {
  if (size < 2) return bytes;
  const whole = bytes.length - (bytes.length % size);
  const copy = Buffer.from(bytes);
  const words = copy.subarray(0, whole);
  if (size === 2) words.swap16();
  else if (size === 4) words.swap32();
  else words.swap64();
  return copy;
}
