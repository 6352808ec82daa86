import {
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  isDone,
  listStorageSopClassUids,
  storableTransferSyntaxes,
  storageSopClassUid,
  studyRootGet,
  studyRootMove,
  writeDataSet,
  type AcceptedContext,
  type CommandSet,
  type SubOperations,
} from '@liaison/dicom';
import { openIntake, openRepairs, type Intake } from '@liaison/intake';
import { PacsError, type Peer, type RetrieveOutcome, type RetrieveProgress } from '@liaison/pacs';
import { call, type Caller } from './call.ts';
import { explainStatus } from './explain.ts';

export type Keeping = {
  /** Where the containers are, and which writer this is (`intakeSlots`). */
  storeRoot: string;
  node: string;
  slot: number;
  onFailure(error: unknown): void;
};

export type Retrieval = {
  StudyInstanceUID: string;
  onProgress(progress: RetrieveProgress): void;
  signal?: AbortSignal | undefined;
};

const plain = [ExplicitVRLittleEndian, ImplicitVRLittleEndian];

/**
 * By C-MOVE to our own reception; by C-GET where the peer's sheet says so, or where it cannot move to us.
 * @throws PacsError
 */
export async function retrieve(
  caller: Caller,
  keeping: Keeping,
  peer: Peer,
  asked: Retrieval,
): Promise<RetrieveOutcome> {
  if (peer.roles.retrieve === 'get') return getStudy(caller, keeping, peer, asked);
  try {
    return await moveStudy(caller, peer, asked);
  } catch (error) {
    if (!(error instanceof PacsError) || !movesNotToUs.has(error.code)) throw error;
    // What is to be mended is the move: its failure is told where C-GET fails too.
    return await getStudy(caller, keeping, peer, asked).catch((other: unknown) => {
      throw other instanceof PacsError && other.code === 'pacs/cancelled' ? other : error;
    });
  }
}

const movesNotToUs: ReadonlySet<string> = new Set([
  'pacs/no-context',
  'pacs/class-not-supported',
  'pacs/move-destination-unknown',
]);

function moveStudy(caller: Caller, peer: Peer, asked: Retrieval): Promise<RetrieveOutcome> {
  const proposal = { contexts: [{ abstractSyntax: studyRootMove, transferSyntaxes: plain }] };
  const { signal } = asked;
  return call(caller, peer, { service: 'move', proposal, signal }, async (association) => {
    const request = { ...identify(studyRootMove, asked), destination: caller.aeTitle };
    const last = await follow(association.cMove(request), asked);
    return toOutcome(last, 'move', asked);
  });
}

async function getStudy(
  caller: Caller,
  keeping: Keeping,
  peer: Peer,
  asked: Retrieval,
): Promise<RetrieveOutcome> {
  const repairs = openRepairs({
    storeRoot: keeping.storeRoot,
    onRepaired: () => {},
    onFailure: keeping.onFailure,
  });
  const intake = openStudyIntake(caller, keeping, peer, (path) => repairs.add(path));
  const proposal = {
    contexts: [{ abstractSyntax: studyRootGet, transferSyntaxes: plain }, ...storageContexts(peer)],
    roles: storageClasses.map((SOPClassUID) => ({ SOPClassUID, scu: false, scp: true })),
    beginStore: (command: CommandSet, context: AcceptedContext) =>
      intake.begin({
        transferSyntaxUID: context.transferSyntaxUID,
        StudyInstanceUID: asked.StudyInstanceUID,
        ...(command.AffectedSOPClassUID ? { SOPClassUID: command.AffectedSOPClassUID } : {}),
        ...(command.AffectedSOPInstanceUID ? { SOPInstanceUID: command.AffectedSOPInstanceUID } : {}),
      }),
  };
  const { signal } = asked;
  try {
    return await call(caller, peer, { service: 'get', proposal, signal }, async (association) => {
      const last = await follow(association.cGet(identify(studyRootGet, asked)), asked);
      return toOutcome(last, 'get', asked);
    });
  } finally {
    intake.closeAll();
    repairs.close();
  }
}

function openStudyIntake(
  caller: Caller,
  keeping: Keeping,
  peer: Peer,
  onUnclosed: (path: string) => void,
): Intake {
  const { storeRoot, node, slot, onFailure } = keeping;
  return openIntake({
    storeRoot,
    origin: {
      node,
      slot,
      callingAeTitle: peer.aeTitle,
      calledAeTitle: caller.aeTitle,
      remoteAddress: peer.host ?? '',
      structureId: peer.structureId,
    },
    onUnclosed,
    onFailure,
  });
}

function identify(SOPClassUID: string, { StudyInstanceUID, signal }: Retrieval) {
  const values = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID };
  const identifier = (transferSyntaxUID: string) => writeDataSet(values, transferSyntaxUID);
  return { SOPClassUID, identifier, ...(signal ? { signal } : {}) };
}

async function follow(
  steps: AsyncIterable<SubOperations>,
  { onProgress }: Retrieval,
): Promise<SubOperations> {
  let last: SubOperations | undefined;
  for await (const step of steps) {
    last = step;
    onProgress(toProgress(step));
  }
  if (!last) throw new PacsError('pacs/protocol');
  return last;
}

function toProgress(step: SubOperations): RetrieveProgress {
  const { remaining = null, completed = 0, failed = 0, warning = 0 } = step;
  return { remaining, completed, failed, warning };
}

/** A failure that came after some images is told by its counts; one that brought nothing, by its status. */
function toOutcome(last: SubOperations, method: 'move' | 'get', { signal }: Retrieval): RetrieveOutcome {
  if (signal?.aborted) throw new PacsError('pacs/cancelled');
  const progress = toProgress(last);
  const isPartial = progress.completed + progress.warning > 0;
  if (!isDone(last.status) && !(isPartial && progress.failed > 0))
    throw explainStatus(last.status, last.errorComment ?? '', method);
  return { ...progress, method };
}

/** An association holds 128 contexts: the classes of every day in each syntax, the others uncompressed. */
const everyDay = [
  'CTImageStorage',
  'MRImageStorage',
  'ComputedRadiographyImageStorage',
  'DigitalXRayImageStorageForPresentation',
  'UltrasoundImageStorage',
  'UltrasoundMultiframeImageStorage',
  'XRayAngiographicImageStorage',
  'SecondaryCaptureImageStorage',
  'DigitalMammographyXRayImageStorageForPresentation',
] as const;
const everyDayClasses = everyDay.map((keyword) => storageSopClassUid(keyword));
const compressed = storableTransferSyntaxes.map(({ uid }) => uid).filter((uid) => !plain.includes(uid));
const storageClasses = [
  ...everyDayClasses,
  ...listStorageSopClassUids().filter((uid) => !everyDayClasses.includes(uid)),
].slice(0, 100);

function storageContexts(peer: Peer): { abstractSyntax: string; transferSyntaxes: string[] }[] {
  const preferred = peer.transferSyntaxes.filter((uid) => compressed.includes(uid));
  const order = [...preferred, ...compressed.filter((uid) => !preferred.includes(uid))];
  const uncompressed = storageClasses.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: plain }));
  const others = everyDayClasses.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: order }));
  return preferred.length > 0 ? [...others, ...uncompressed] : [...uncompressed, ...others];
}
