/** How much of a file is read at most. What goes past is refused, never cut. */
export type XlsxLimits = {
  readonly fileBytes: number;
  /** All parts together, once unpacked. */
  readonly unpackedBytes: number;
  /** Unpacked over packed bytes of one part; looked at from a megabyte on, since small blank sheets compress well. */
  readonly ratio: number;
  readonly parts: number;
  readonly sheets: number;
  /** Cells that hold something, all sheets together. */
  readonly cells: number;
  /** Characters of shared strings, cells and comments, all together. */
  readonly textLength: number;
  /** Nesting of XML elements. */
  readonly depth: number;
};

/** Room for 100,000 lines of 40 columns: a hundred times the offers that were seen. */
export const defaultLimits: XlsxLimits = {
  fileBytes: 100_000_000,
  unpackedBytes: 500_000_000,
  ratio: 200,
  parts: 2_000,
  sheets: 250,
  cells: 5_000_000,
  textLength: 200_000_000,
  depth: 64,
};
