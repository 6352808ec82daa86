import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { commandFields, writeCommandSet } from './command-set.ts';
import { serveAssociation } from './scp.ts';
import type { AssociationEnd } from './served-association.ts';
import { studyRootGet } from '../dictionary/sop-classes.ts';
import { ctImage, makeImage } from '../testing-associations.ts';
import { applicationContextName, ExplicitVRLittleEndian } from '../dictionary/uid.ts';
import { writeAssociateRq, writeDataPdus } from '../upper-layer/write-pdu.ts';

const titles = {
  protocolVersion: 1,
  calledAeTitle: 'LIAISON',
  callingAeTitle: 'CHA_PACS',
  applicationContext: applicationContextName,
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('ends an association whose requestor stops taking an object that it asked for', async () => {
  let pending = 0;
  const ends: AssociationEnd[] = [];
  const association = serveAssociation(
    {
      write: () => undefined,
      writeTogether: (parts) => (pending += Buffer.concat(parts).length),
      pendingBytes: () => pending,
      end: () => undefined,
      destroy: () => undefined,
    },
    {
      services: [{ abstractSyntax: studyRootGet, transferSyntaxes: [ExplicitVRLittleEndian] }],
      request(asked) {
        const image = makeImage(1, 1_000_000);
        asked.store(image).catch(() => undefined);
      },
      decide: () => null,
      accepted: () => undefined,
      rejected: () => undefined,
      beginStore: () => ({ write: () => undefined, end: () => ({ status: 0 }), abort: () => undefined }),
      ended: (end) => ends.push(end),
    },
    { artimMs: 1000, idleMs: 5000 },
  );
  const contexts = [studyRootGet, ctImage].map((abstractSyntax, index) => ({
    id: index * 2 + 1,
    abstractSyntax,
    transferSyntaxes: [ExplicitVRLittleEndian],
  }));
  const roleSelections = [{ SOPClassUID: ctImage, scu: false, scp: true }];
  const userInformation = { maxPduLength: 16384, implementationClassUID: '1.2.3', roleSelections };
  association.receive(writeAssociateRq({ ...titles, contexts, userInformation }));
  const asking = {
    CommandField: commandFields.cGetRq,
    MessageID: 1,
    CommandDataSetType: 0x0101,
    AffectedSOPClassUID: studyRootGet,
  };
  association.receive(
    Buffer.concat(writeDataPdus({ contextId: 1, isCommand: true }, writeCommandSet(asking), 16384)),
  );
  await vi.advanceTimersByTimeAsync(4000);
  expect(pending).toBeGreaterThan(100_000);
  // What left since the first look is counted once more; from then on nothing does.
  await vi.advanceTimersByTimeAsync(12_000);
  expect(ends).toEqual([{ kind: 'aborted', reason: 'silent for too long' }]);
});
