/** What is known of a kept document without its bytes. */
export type DocumentSummary = {
  readonly id: string;
  readonly dossierId: string;
  readonly version: number;
  readonly status: 'provisoire' | 'validé';
  readonly fileName: string;
  readonly mediaType: 'application/pdf';
  /** In bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly producedAt: Date;
  /** "NOM Prénom" of whoever produced it. */
  readonly producedBy: string;
};

export type KeptDocument = DocumentSummary & { readonly patientId: string | null; readonly content: Buffer };

/** Name of the file of a report: the dossier's number, never a trait of the patient. */
export function reportFileName(dossierNumber: string, version: number): string {
  return `compte-rendu-${dossierNumber.replace(/[^a-zA-Z0-9.-]/g, '_').slice(0, 60)}-v${version}.pdf`;
}
