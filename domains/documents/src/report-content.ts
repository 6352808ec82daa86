/** Someone who acted, with all that the CCTP (3.1.2.7) asks of his identity. */
export type ReportParty = {
  readonly id: string;
  /** "NOM Prénom". */
  readonly name: string;
  /** Eleven digits; null for those who have none. */
  readonly rpps: string | null;
  /** FINESS, else SIRET. */
  readonly structureId: string;
  readonly structureName: string;
  readonly communityName: string;
};

export type ReportTrait = 'birthName' | 'birthGivenNames' | 'birthDate' | 'sex' | 'ipp';

/** Strict traits (RNIV); all may be empty, since an emergency never waits for an identity. */
export type ReportPatient = {
  readonly birthName: string;
  readonly birthGivenNames: string;
  /** "NOM Prénom" used today, when it differs. */
  readonly usedName: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  readonly sex: 'M' | 'F' | 'I' | null;
  /** Place and COG code, as they are to be read. */
  readonly birthPlace: string;
  /** `oid` is that of the assigning authority; `status` is French, such as "qualifiée". */
  readonly ins: { readonly matricule: string; readonly oid: string; readonly status: string } | null;
  readonly ipp: string;
  /** The identity was not verified: said wherever the name stands. */
  readonly provisional: boolean;
  /** Where each trait comes from; only those copied from the images are mentioned. */
  readonly sources: Readonly<Partial<Record<ReportTrait, 'saisie' | 'dicom'>>>;
};

export type ReportStudy = {
  readonly StudyInstanceUID: string;
  readonly description: string;
  readonly modality: string;
  /** As the scanner said it, `YYYY-MM-DDTHH:mm:ss`; null when it said nothing. */
  readonly date: string | null;
  readonly imageCount: number;
  /** The images had not all arrived when the report was made. */
  readonly isPartial: boolean;
  /** Structure or AE title from which it came. */
  readonly source: string;
};

/** Filled fields of a form, in words. */
export type ReportSection = {
  readonly section: string;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
};

/** `formMention`: "Formulaire non validé par un clinicien", or null. Attachments are file names. */
type ReportForm = {
  readonly formMention: string | null;
  readonly sections: readonly ReportSection[];
  readonly attachments: readonly string[];
  readonly studies: readonly ReportStudy[];
};

export type ReportAnswer = ReportForm & { readonly author: ReportParty; readonly answeredAt: string };

/** An information asked for, given, or both; spontaneous when nobody asked. */
export type ReportComplement = {
  readonly askedBy: ReportParty | null;
  readonly askedAt: string | null;
  readonly question: string | null;
  readonly answeredBy: ReportParty | null;
  readonly answeredAt: string | null;
  readonly text: string | null;
};

/** All that one compte-rendu says. Instants are ISO 8601 in UTC, shown in `timeZone`. */
export type ReportContent = {
  readonly documentId: string;
  /** "Compte-rendu de téléexpertise – AVC aigu". */
  readonly title: string;
  readonly status: 'provisoire' | 'validé';
  readonly dossierNumber: string;
  /** Who issues it: the structure's name, then lines such as service and address. */
  readonly structureHeader: readonly string[];
  readonly generatedAt: string;
  /** Such as `Europe/Paris` or `Indian/Reunion`. */
  readonly timeZone: string;
  readonly requester: ReportParty;
  readonly patient: ReportPatient;
  readonly request: ReportForm & { readonly createdAt: string; readonly sentAt: string };
  readonly answers: readonly ReportAnswer[];
  readonly complements: readonly ReportComplement[];
  readonly addenda: readonly { readonly author: ReportParty; readonly at: string; readonly text: string }[];
};
