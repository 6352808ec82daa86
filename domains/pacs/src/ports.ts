import type { Peer } from './peer.ts';

/** What a search asks, as people write it; empty or null: not asked. */
export type StudyCriteria = {
  patientId: string;
  /** Words of the family name and of the given names, each from its start. */
  familyName: string;
  givenName: string;
  /** `YYYY-MM-DD`. */
  birthDate: string | null;
  accessionNumber: string;
  dateFrom: string | null;
  dateTo: string | null;
  modality: string;
  /** One study, whatever else; for what was found already. */
  StudyInstanceUID: string;
};

/** A study as the PACS tells it. Dates are `YYYY-MM-DD`, times `HH:mm:ss`; empty or null: not told. */
export type FoundStudy = {
  StudyInstanceUID: string;
  patientName: string;
  familyName: string;
  givenNames: string;
  birthDate: string | null;
  sex: 'M' | 'F' | 'O' | null;
  patientId: string;
  issuerOfPatientId: string;
  accessionNumber: string;
  description: string;
  modalities: string[];
  studyDate: string | null;
  studyTime: string | null;
  imageCount: number | null;
  seriesCount: number | null;
};

export type FoundStudies = {
  studies: FoundStudy[];
  /** More matched than were taken. */
  isCapped: boolean;
};

/** How far a C-MOVE or C-GET is; `remaining` null where the peer does not count. */
export type RetrieveProgress = {
  remaining: number | null;
  completed: number;
  failed: number;
  warning: number;
};

export type RetrieveOutcome = RetrieveProgress & { method: 'move' | 'get' };

/**
 * An image to send. `pieces` is asked again for each try, and gives the data set in `transferSyntaxUID`; each piece lasts
 * until the next is asked for.
 */
export type SendableInstance = {
  SOPClassUID: string;
  SOPInstanceUID: string;
  transferSyntaxUID: string;
  /** Of the data set, where it is known before it is read: pieces then have even lengths, but for the last. */
  length?: number | undefined;
  pieces(): AsyncIterable<Uint8Array>;
};

/** What the peer answered to one image. */
export type StoredInstance = {
  SOPClassUID: string;
  SOPInstanceUID: string;
  /** DIMSE status (PS3.7 annex C). */
  status: number;
  comment: string;
};

export type ReferencedInstance = { SOPClassUID: string; SOPInstanceUID: string };

/**
 * What we ask of a peer, over DICOM. Each call opens associations of its own and rejects with `PacsError`; an aborted
 * signal cancels politely, then rejects with `PacsError` `pacs/cancelled`.
 */
export type PacsLink = {
  /** Resolves when the peer answered a C-ECHO. */
  echo(peer: Peer, signal?: AbortSignal): Promise<void>;
  /** Studies, at most 200. */
  findStudies(peer: Peer, criteria: StudyCriteria, signal?: AbortSignal): Promise<FoundStudies>;
  /** Images that the peer has of a study, by counting them; null where it cannot tell. */
  countImages(peer: Peer, StudyInstanceUID: string, signal?: AbortSignal): Promise<number | null>;
  /** Has the peer send a study to our reception, or takes it on our own association. */
  retrieve(
    peer: Peer,
    StudyInstanceUID: string,
    onProgress: (progress: RetrieveProgress) => void,
    signal?: AbortSignal,
  ): Promise<RetrieveOutcome>;
  /**
   * Sends images in the order of the source, each answered through `onStored`. Those whose class or transfer syntax the
   * peer takes in no form are answered 0122 by ourselves, with a comment.
   */
  store(
    peer: Peer,
    instances: AsyncIterable<SendableInstance>,
    onStored: (stored: StoredInstance) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Asks the peer to take charge of instances (PS3.4 annex J); its report comes later, to our reception. */
  commit(
    peer: Peer,
    transactionUid: string,
    references: readonly ReferencedInstance[],
    signal?: AbortSignal,
  ): Promise<void>;
};
