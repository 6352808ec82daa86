import type { SectionEntry } from './sections/section-table.ts';

/** Something published under a version: rules or a nomenclature. `sha256` in hexadecimal. */
export type Published = { readonly id: string; readonly version: string; readonly sha256: string };

/** How many findings of each severity the control made. */
export type SeverityCounts = {
  readonly BLOQUANT: number;
  readonly ERREUR: number;
  readonly AVERTISSEMENT: number;
  readonly INFO: number;
};

/** What was controlled, by what, against what, with which outcome. Digests in hexadecimal. */
export type Statement = {
  /** The controlling program: its own identifier, product, version, and SHA-256 of its build. */
  readonly controller: {
    readonly id: string;
    readonly product: string;
    readonly version: string;
    readonly buildSha256: string;
  };
  /** On whose behalf: as the signer's certificate names it. */
  readonly organisation: { readonly name: string; readonly siret: string };
  readonly licence: string;
  readonly message: { readonly id: string; readonly type: string };
  readonly profile: { readonly id: string; readonly version: string };
  readonly ruleSet: Published;
  readonly nomenclatures: readonly Published[];
  readonly verdict: 'OK' | 'OK_AVEC_RESERVES';
  readonly counts: SeverityCounts;
  readonly reportSha256: string;
  /** Whole seconds, UTC. */
  readonly controlledAt: Date;
};

/** A certificate of control: the statement, the signer that it holds to, and digests of the message. */
export type Certificate = Statement & {
  /** SHA-256 of the signer's X.509 certificate. */
  readonly signerSha256: string;
  /** SHA-256 over the digests of the sections: the same whatever the form of the message. */
  readonly dataSha256: string;
  /** SHA-256 of the file's bytes without the certificate's element. */
  readonly bytesSha256: string;
  readonly sections: readonly SectionEntry[];
};
