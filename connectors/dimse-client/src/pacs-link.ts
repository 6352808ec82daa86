import { ExplicitVRLittleEndian, ImplicitVRLittleEndian, isDone, verificationSopClass } from '@liaison/dicom';
import type { PacsLink, Peer } from '@liaison/pacs';
import { call, type Caller } from './call.ts';
import { commit } from './commit.ts';
import { explainStatus } from './explain.ts';
import { countImages, findStudies } from './find.ts';
import { retrieve, type Keeping } from './retrieve.ts';
import { store } from './store.ts';

export type PacsLinkOptions = {
  caller: Caller;
  /** Where images of C-GET go. */
  keeping: Keeping;
};

/** What we ask of PACS, over DICOM. */
export function openPacsLink({ caller, keeping }: PacsLinkOptions): PacsLink {
  return {
    echo: (peer, signal) => echo(caller, peer, signal),
    findStudies: (peer, criteria, signal) => findStudies(caller, peer, criteria, signal),
    countImages: (peer, uid, signal) => countImages(caller, peer, uid, signal),
    retrieve: (peer, StudyInstanceUID, onProgress, signal) =>
      retrieve(caller, keeping, peer, { StudyInstanceUID, onProgress, signal }),
    store: (peer, instances, onStored, signal) => store(caller, peer, { instances, onStored, signal }),
    commit: (peer, transactionUid, references, signal) =>
      commit(caller, peer, { transactionUid, references }, signal),
  };
}

const echoProposal = {
  contexts: [
    {
      abstractSyntax: verificationSopClass,
      transferSyntaxes: [ImplicitVRLittleEndian, ExplicitVRLittleEndian],
    },
  ],
};

async function echo(caller: Caller, peer: Peer, signal?: AbortSignal): Promise<void> {
  await call(caller, peer, { service: 'echo', proposal: echoProposal, signal }, async (association) => {
    const status = await association.cEcho();
    if (!isDone(status)) throw explainStatus(status, '', 'echo');
  });
}
