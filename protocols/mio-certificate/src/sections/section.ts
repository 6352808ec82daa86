/**
 * A part of a message with a digest of its own, so that what changed can be named without a copy.
 * - `racine`: the document element and the order of its children;
 * - `partie`: a child of it, but for the lines in it; `lot` when it is a lot;
 * - `ligne`: a line of needs or of an offer.
 */
export type SectionKind = 'racine' | 'partie' | 'lot' | 'ligne';

/** `lot`, `line`: identifiers as they stand in the message, empty where there are none; `name`: of the element. */
export type SectionName = {
  readonly kind: SectionKind;
  readonly name: string;
  readonly lot: string;
  readonly line: string;
};

/** SHA-256 of the section's data. */
export type Section = SectionName & { readonly digest: Buffer };
