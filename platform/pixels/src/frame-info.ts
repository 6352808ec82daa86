/** What a frame's bytes mean (PS3.3 section C.7.6.3): all that decoding it needs. */
export type FrameShape = {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly photometricInterpretation: string;
  /** For colour that is not compressed: 0 pixel-interleaved, 1 plane after plane. */
  readonly planarConfiguration: number;
  /** Whether 8-bit samples lie in words (VR OW): swapped in pairs where the transfer syntax is big endian. */
  readonly isWords?: boolean;
};

/** A look-up table (PS3.3 section C.11): `values[0]` is for `first` and all below it, the last one for all above. */
export type LookupTable = {
  readonly first: number;
  /** Bits of an entry, at most 16. */
  readonly bits: number;
  readonly values: Uint16Array;
};

/** Red, green and blue tables of PALETTE COLOR (PS3.3 section C.7.9). */
export type Palette = { readonly red: LookupTable; readonly green: LookupTable; readonly blue: LookupTable };

/** Centre and width in modality units (HU for CT). */
export type FrameWindow = { readonly center: number; readonly width: number };

/** How stored values become what is displayed (PS3.3 sections C.11.1, C.11.2, C.7.9). */
export type FramePresentation = {
  /** Bit of the most significant stored bit; `bitsStored - 1` but for old images. */
  readonly highBit: number;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  /** In the place of slope and intercept. */
  readonly modalityTable: LookupTable | null;
  readonly window: FrameWindow | null;
  readonly windowFunction: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
  /** In the place of the window, unless the caller asks for one. */
  readonly windowTable: LookupTable | null;
  readonly palette: Palette | null;
  /** PresentationLUTShape INVERSE. */
  readonly isInverse: boolean;
  /** Height of a pixel over its width. */
  readonly pixelAspect: number;
};

export type FrameInfo = FrameShape & FramePresentation;

/** Decoded samples. */
export type Samples = {
  readonly rows: number;
  readonly columns: number;
  /** 1, or 3 pixel-interleaved. */
  readonly samplesPerPixel: number;
  /** Stored bits read as unsigned, as wide as BitsAllocated; pixels of 1 bit have a byte each. */
  readonly data: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  /** What the samples are once decoded: codecs that turn YBR into RGB say RGB. */
  readonly photometricInterpretation: string;
};
