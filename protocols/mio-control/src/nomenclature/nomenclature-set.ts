/**
 * Code lists as versioned data. A row holds from `validFrom` to `validTo`, both included; dates are `AAAA-MM-JJ`, local
 * to France, and compare as text.
 */

export const codeSystems = ['CLADIMED', 'LPPR', 'UCD', 'CIP', 'ATC', 'TVA', 'UNITE'] as const;
export type CodeSystem = (typeof codeSystems)[number];

export interface CodeRow {
  readonly code: string;
  readonly label: string;
  readonly validFrom: string;
  readonly validTo?: string;
  /** The code to use instead, once this one is over. */
  readonly replacedBy?: string;
  /** VAT rate in percent of the products under this code, where the law gives one: `5.5`. */
  readonly vatRate?: string;
  /** Regulated price or tariff in euros, all taxes included, of one unit. */
  readonly tariff?: string;
}

/** One version of one list, as a bundle carries it. */
export interface NomenclatureSet {
  readonly system: CodeSystem;
  readonly version: string;
  /** From this date on the version is the one to use, until a later one. */
  readonly effectiveFrom: string;
  /** From this date on it is no longer; absent where a later version is all that ends it. */
  readonly effectiveTo?: string;
  /** Of two versions that begin on one day, the higher is the one to use; 0 unless told. */
  readonly rank?: number;
  readonly sha256: string;
  readonly rows: readonly CodeRow[];
}

/** What a report and a certificate say of a list that was used. */
export interface NomenclatureIdentity {
  readonly system: CodeSystem;
  readonly version: string;
  readonly sha256: string;
}

export type Lookup =
  | { readonly state: 'in-force'; readonly row: CodeRow }
  | { readonly state: 'expired'; readonly row: CodeRow }
  | { readonly state: 'not-yet'; readonly row: CodeRow }
  | { readonly state: 'unknown' }
  /** There is no such list at that date: nothing can be said of the code. */
  | { readonly state: 'no-list' };

/** The lists in force on one date. */
export interface NomenclaturesInForce {
  readonly on: string;
  readonly identities: readonly NomenclatureIdentity[];
  lookup(system: CodeSystem, code: string): Lookup;
}

/** Every version that is known, so that a consultation keeps those it was published with. */
export interface Nomenclatures {
  /** `pinned`: versions by system that go before the date, where the installation has them. */
  inForce(on: string, pinned?: ReadonlyMap<string, string>): NomenclaturesInForce;
}
