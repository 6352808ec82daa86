import {
  currentStorageSopClasses,
  retiredStorageSopClasses,
  storageSopClassRoot,
} from './storage-sop-classes.ts';

/** Verification SOP class, that of C-ECHO (PS3.4 section A.4). */
export const verificationSopClass = '1.2.840.10008.1.1';
/** The only application context there is (PS3.7 annex A.2.1). */
export const applicationContextName = '1.2.840.10008.3.1.1.1';

/** Who we are in file meta information and associations (PS3.7 annex D.3.3.2); a UUID-derived UID, fixed once. */
export const implementationClassUid = '2.25.335257631411202013277314167668986004158';
export const implementationVersionName = 'LIAISON_0_1';

export const ImplicitVRLittleEndian = '1.2.840.10008.1.2';
export const ExplicitVRLittleEndian = '1.2.840.10008.1.2.1';
export const DeflatedExplicitVRLittleEndian = '1.2.840.10008.1.2.1.99';
export const ExplicitVRBigEndian = '1.2.840.10008.1.2.2';
export const JPEGBaseline8Bit = '1.2.840.10008.1.2.4.50';
export const JPEGExtended12Bit = '1.2.840.10008.1.2.4.51';
export const JPEGLossless = '1.2.840.10008.1.2.4.57';
export const JPEGLosslessSV1 = '1.2.840.10008.1.2.4.70';
export const JPEGLSLossless = '1.2.840.10008.1.2.4.80';
export const JPEGLSNearLossless = '1.2.840.10008.1.2.4.81';
export const JPEG2000Lossless = '1.2.840.10008.1.2.4.90';
export const JPEG2000 = '1.2.840.10008.1.2.4.91';
export const HTJ2KLossless = '1.2.840.10008.1.2.4.201';
export const HTJ2KLosslessRPCL = '1.2.840.10008.1.2.4.202';
export const HTJ2K = '1.2.840.10008.1.2.4.203';
export const RLELossless = '1.2.840.10008.1.2.5';

export type TransferSyntax = {
  readonly uid: string;
  /** Short French name, for screens. */
  readonly name: string;
  readonly explicitVr: boolean;
  readonly bigEndian: boolean;
  /** Whether PixelData is in fragments (PS3.5 annex A.4). */
  readonly encapsulated: boolean;
  /** Whether the whole data set is deflated (PS3.5 annex A.5). */
  readonly deflated: boolean;
};

function native(uid: string, name: string, traits: Partial<TransferSyntax> = {}): TransferSyntax {
  return { uid, name, explicitVr: true, bigEndian: false, encapsulated: false, deflated: false, ...traits };
}

function encapsulated(uid: string, name: string): TransferSyntax {
  return native(uid, name, { encapsulated: true });
}

/** Transfer syntaxes that reception accepts and stores as they come (PS3.5 annex A, PS3.6 annex A). */
export const storableTransferSyntaxes: readonly TransferSyntax[] = [
  native(ImplicitVRLittleEndian, 'Non compressé (VR implicite)', { explicitVr: false }),
  native(ExplicitVRLittleEndian, 'Non compressé'),
  native(ExplicitVRBigEndian, 'Non compressé (gros-boutiste)', { bigEndian: true }),
  native(DeflatedExplicitVRLittleEndian, 'Non compressé (deflate)', { deflated: true }),
  encapsulated(JPEGBaseline8Bit, 'JPEG 8 bits'),
  encapsulated(JPEGExtended12Bit, 'JPEG 12 bits'),
  encapsulated(JPEGLossless, 'JPEG sans perte'),
  encapsulated(JPEGLosslessSV1, 'JPEG sans perte (SV1)'),
  encapsulated(JPEGLSLossless, 'JPEG-LS sans perte'),
  encapsulated(JPEGLSNearLossless, 'JPEG-LS quasi sans perte'),
  encapsulated(JPEG2000Lossless, 'JPEG 2000 sans perte'),
  encapsulated(JPEG2000, 'JPEG 2000'),
  encapsulated(HTJ2KLossless, 'HTJ2K sans perte'),
  encapsulated(HTJ2KLosslessRPCL, 'HTJ2K sans perte (RPCL)'),
  encapsulated(HTJ2K, 'HTJ2K'),
  encapsulated(RLELossless, 'RLE sans perte'),
  encapsulated('1.2.840.10008.1.2.4.100', 'Vidéo MPEG-2 MP@ML'),
  encapsulated('1.2.840.10008.1.2.4.100.1', 'Vidéo MPEG-2 MP@ML (fragmentée)'),
  encapsulated('1.2.840.10008.1.2.4.101', 'Vidéo MPEG-2 MP@HL'),
  encapsulated('1.2.840.10008.1.2.4.101.1', 'Vidéo MPEG-2 MP@HL (fragmentée)'),
  encapsulated('1.2.840.10008.1.2.4.102', 'Vidéo H.264 HP 4.1'),
  encapsulated('1.2.840.10008.1.2.4.102.1', 'Vidéo H.264 HP 4.1 (fragmentée)'),
  encapsulated('1.2.840.10008.1.2.4.103', 'Vidéo H.264 HP 4.1 (Blu-ray)'),
  encapsulated('1.2.840.10008.1.2.4.103.1', 'Vidéo H.264 HP 4.1 (Blu-ray, fragmentée)'),
  encapsulated('1.2.840.10008.1.2.4.104', 'Vidéo H.264 HP 4.2 (2D)'),
  encapsulated('1.2.840.10008.1.2.4.104.1', 'Vidéo H.264 HP 4.2 (2D, fragmentée)'),
  encapsulated('1.2.840.10008.1.2.4.105', 'Vidéo H.264 HP 4.2 (3D)'),
  encapsulated('1.2.840.10008.1.2.4.105.1', 'Vidéo H.264 HP 4.2 (3D, fragmentée)'),
  encapsulated('1.2.840.10008.1.2.4.106', 'Vidéo H.264 stéréo'),
  encapsulated('1.2.840.10008.1.2.4.106.1', 'Vidéo H.264 stéréo (fragmentée)'),
  encapsulated('1.2.840.10008.1.2.4.107', 'Vidéo HEVC'),
  encapsulated('1.2.840.10008.1.2.4.108', 'Vidéo HEVC 10 bits'),
];

const transferSyntaxByUid = new Map(storableTransferSyntaxes.map((syntax) => [syntax.uid, syntax]));

export function findTransferSyntax(uid: string): TransferSyntax | undefined {
  return transferSyntaxByUid.get(uid);
}

/**
 * How to read a data set whose transfer syntax may be unknown to us: PS3.5 section 10 makes explicit VR little endian
 * with encapsulated pixel data the form of every syntax but the four native ones.
 */
export function transferSyntaxOf(uid: string): TransferSyntax {
  return transferSyntaxByUid.get(uid) ?? encapsulated(uid, uid);
}

export function isStorableTransferSyntax(uid: string): boolean {
  return transferSyntaxByUid.has(uid);
}

/** Short French name of a transfer syntax, or its UID when it has none here. */
export function describeTransferSyntax(uid: string): string {
  return transferSyntaxByUid.get(uid)?.name ?? uid;
}

/** UID of each storage SOP class by its keyword, such as `CTImageStorage`. */
export type StorageSopClassKeyword =
  | keyof typeof currentStorageSopClasses
  | keyof typeof retiredStorageSopClasses;

const storageKeywordByUid = new Map<string, string>(
  Object.entries({ ...currentStorageSopClasses, ...retiredStorageSopClasses }).map(([keyword, suffix]) => [
    storageSopClassRoot + suffix,
    keyword,
  ]),
);

export function storageSopClassUid(keyword: StorageSopClassKeyword): string {
  return storageSopClassRoot + { ...currentStorageSopClasses, ...retiredStorageSopClasses }[keyword];
}

export function isStorageSopClass(uid: string): boolean {
  return storageKeywordByUid.has(uid);
}

/** Keyword of a storage SOP class (PS3.6 annex A), or undefined. */
export function findStorageSopClassKeyword(uid: string): string | undefined {
  return storageKeywordByUid.get(uid);
}

export function listStorageSopClassUids(): string[] {
  return [...storageKeywordByUid.keys()];
}

const uidPattern = /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/;

/** A UID as PS3.5 section 9.1 has it: dotted numbers without leading zeros, at most 64 characters. */
export function isUid(value: string): boolean {
  return value.length <= 64 && uidPattern.test(value);
}

const lenientUidPattern = /^[0-9]+(\.[0-9]+)*$/;

/** A UID that products in the field write though it breaks PS3.5 section 9.1: leading zeros, no dot. */
export function isTolerableUid(value: string): boolean {
  return value.length <= 64 && lenientUidPattern.test(value);
}

/** A fresh UID: `2.25.` and a random UUID as one decimal number (PS3.5 annex B.2). */
export function newUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;
}
