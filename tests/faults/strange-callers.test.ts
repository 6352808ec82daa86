import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  applicationContextName,
  AssociationError,
  commandFields,
  ExplicitVRLittleEndian,
  pduTypes,
  readAssociateRj,
  rejections,
  writeAssociateRq,
  writeCommandSet,
  writeDataPdus,
} from '@liaison/dicom';
import { seededRandom } from '@liaison/dicom/testing';
import { ctImage, openTestAssociation } from '@liaison/dimse/testing';
import { seenEntries } from '@liaison/journal/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { eventually, roleNames, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectAllKept, listInstances } from './catalogue.ts';
import { Ledger, makeImage, newStudy, patient, type Image } from './images.ts';
import { expectNoPatientData } from './logs.ts';

type Study = {
  id: string;
  StudyInstanceUID: string;
  imageCount: number;
  arrival: string;
  quarantinedCount: number;
};

describe('callers that are not, or do not, what they should', () => {
  const ledger = new Ledger();
  let platform: Platform;
  let client: ApiClient;

  beforeAll(async () => {
    platform = await startPlatform({ LIAISON_LOG: 'debug' });
    client = await signIn(platform, 'requerant@demo.liaison');
  });
  afterAll(() => platform?.stop());

  const associate = (callingAeTitle: string, calledAeTitle = 'LIAISON') =>
    writeAssociateRq({
      protocolVersion: 1,
      calledAeTitle,
      callingAeTitle,
      applicationContext: applicationContextName,
      contexts: [{ id: 1, abstractSyntax: ctImage, transferSyntaxes: [ExplicitVRLittleEndian] }],
      userInformation: { maxPduLength: 0, implementationClassUID: '1.2.3', roleSelections: [] },
    });
  const call = async (localAddress = '127.0.0.1'): Promise<Socket> => {
    const socket = connect({ port: platform.dicomPort, host: '127.0.0.1', localAddress });
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const send = async (images: readonly Image[]): Promise<number[]> => {
    const association = await openTestAssociation(platform.dicomPort);
    const statuses: number[] = [];
    for (const image of images) {
      const { status } = await association.cStore(image);
      statuses.push(status);
      if (status === 0) ledger.add(image);
    }
    await association.release();
    return statuses;
  };
  /** The door still serves: a whole image goes through. */
  const expectService = async () => {
    expect(await send([makeImage(newStudy())])).toEqual([0]);
  };
  const journaled = (act: string, caller: string) =>
    eventually(async () =>
      (await seenEntries(platform.system)).find(
        (entry) => entry.act === act && entry.details['callingAeTitle'] === caller,
      ),
    );
  const findStudy = async (uid: string): Promise<Study | undefined> =>
    (await client.get<{ studies: Study[] }>('/api/imaging/studies')).body.studies.find(
      ({ StudyInstanceUID }) => StudyInstanceUID === uid,
    );

  it.each([
    ['an unknown calling AE title', 'NOBODY', 'LIAISON', '127.0.0.1', rejections.callingAeNotRecognized],
    [
      'a known one from a foreign address',
      'CHB_PACS',
      'LIAISON',
      '127.0.0.2',
      rejections.callingAeNotRecognized,
    ],
    ['another called AE title', 'CHU_PACS', 'ELSEWHERE', '127.0.0.1', rejections.calledAeNotRecognized],
  ])(
    'rejects %s, says why, journals it, and serves the next',
    async (_case, calling, called, from, expected) => {
      const socket = await call(from);
      socket.write(associate(calling, called));
      const [answer]: unknown[] = await once(socket, 'data');
      if (!Buffer.isBuffer(answer)) throw new TypeError('bytes expected');
      expect(answer[0]).toBe(pduTypes.associateRj);
      expect(readAssociateRj(answer.subarray(6))).toMatchObject(expected);
      socket.destroy();
      expect(await journaled('association.rejected', calling)).toMatchObject({
        outcome: 'refused',
        details: { address: from },
      });
      await expectService();
    },
  );

  it('outlives garbage, floods, and connections that say nothing or stop in the middle', async () => {
    const random = seededRandom(97);
    const garbage = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
    const held: Socket[] = [];
    for (let round = 0; round < 40; round += 1) {
      const socket = await call();
      held.push(socket);
      // A quarter each: bytes of no protocol, a length that cannot be, half a request that never ends, silence.
      if (round % 4 === 0) socket.write(garbage(2000));
      if (round % 4 === 1) socket.write(Buffer.from('0400ffffffff0000', 'hex'));
      if (round % 4 === 2) socket.write(associate('CHA_PACS').subarray(0, 10 + round));
    }
    const dripping = await call();
    held.push(dripping);
    const request = associate('CHA_PACS');
    for (const byte of request.subarray(0, 20)) dripping.write(Buffer.from([byte]));
    await expectService();
    // A web client on the wrong port is no DICOM either.
    const web = await fetch(`http://127.0.0.1:${platform.dicomPort}/`).catch((error: unknown) => error);
    expect(web).toBeInstanceOf(Error);
    await expectService();
    for (const socket of held) socket.destroy();
    expect(Object.keys(await platform.roles()).toSorted()).toEqual(roleNames);
  });

  it('shows only complete images of an association that breaks off in the middle of one, and journals it', async () => {
    const study = newStudy();
    expect(await send([makeImage(study, { number: 1 }), makeImage(study, { number: 2 })])).toEqual([0, 0]);
    const cut = makeImage(study, { number: 3, size: 256 });
    const socket = await call();
    socket.write(associate('CHA_PACS'));
    await once(socket, 'data');
    const command = writeCommandSet({
      AffectedSOPClassUID: ctImage,
      CommandField: commandFields.cStoreRq,
      MessageID: 1,
      Priority: 0,
      CommandDataSetType: 0,
      AffectedSOPInstanceUID: cut.SOPInstanceUID,
    });
    socket.write(Buffer.concat(writeDataPdus({ contextId: 1, isCommand: true }, command, 16_384)));
    const data = Buffer.concat(writeDataPdus({ contextId: 1, isCommand: false }, cut.dataSet, 16_384));
    socket.write(data.subarray(0, data.length - 5000));
    await eventually(async () => (await findStudy(study.StudyInstanceUID))?.arrival === 'receiving');
    socket.resetAndDestroy();
    const shown = await eventually(async () => {
      const found = await findStudy(study.StudyInstanceUID);
      return found?.arrival === 'stalled' && found;
    });
    expect(shown.imageCount).toBe(2);
    expect((await listInstances(platform)).some(({ uid }) => uid === cut.SOPInstanceUID)).toBe(false);
    expect(await journaled('association.aborted', 'CHA_PACS')).toMatchObject({ outcome: 'failed' });
    // The sender calls again with the image: the study is whole.
    expect(await send([cut])).toEqual([0]);
    await eventually(async () => (await findStudy(study.StudyInstanceUID))?.imageCount === 3);
    expect((await findStudy(study.StudyInstanceUID))?.arrival).toBe('idle');
  });

  it('takes the same bytes twice for the same image', async () => {
    const study = newStudy();
    const image = makeImage(study);
    expect(await send([image, image])).toEqual([0, 0]);
    expect(await send([image])).toEqual([0]);
    await expectAllKept(platform, ledger);
    expect(await findStudy(study.StudyInstanceUID)).toMatchObject({ imageCount: 1, quarantinedCount: 0 });
  });

  it('serves the first of two images that bear one UID, sets the other aside, and says so', async () => {
    const study = newStudy();
    const first = makeImage(study, { fill: 3 });
    const other = makeImage(study, { fill: 4, SOPInstanceUID: first.SOPInstanceUID });
    expect(await send([first])).toEqual([0]);
    await expectAllKept(platform, ledger);
    const association = await openTestAssociation(platform.dicomPort);
    expect((await association.cStore(other)).status).toBe(0);
    await association.release();
    await eventually(async () => (await findStudy(study.StudyInstanceUID))?.quarantinedCount === 1);
    await expectAllKept(platform, ledger);
    expect(await findStudy(study.StudyInstanceUID)).toMatchObject({ imageCount: 1 });
    const { id = '' } = (await findStudy(study.StudyInstanceUID)) ?? {};
    const frame = await client.get<ArrayBuffer>(
      `/api/imaging/studies/${id}/instances/${first.SOPInstanceUID}/frames/1`,
    );
    expect(frame.status).toBe(200);
    expect(first.dataSet.includes(Buffer.from(frame.body))).toBe(true);
    const acts = (await seenEntries(platform.system)).filter(({ resource_id }) => resource_id === id);
    expect(acts.map(({ act }) => act)).toContain('study.quarantined');
  });

  it('refuses an image without its UIDs, or with others than those announced, and journals it', async () => {
    const study = newStudy();
    const whole = makeImage(study);
    const lacking = ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'].map((keyword) => ({
      ...makeImage(study, { change: { [keyword]: '' } }),
    }));
    const renamed = { ...whole, SOPInstanceUID: '1.2.3.4.5' };
    const outside = makeImage(study, { change: { StudyInstanceUID: '../../etc/passwd' } });
    const statuses = await send([...lacking, renamed, outside]);
    expect(statuses.map((status) => status & 0xff00)).toEqual(Array.from({ length: 5 }, () => 0xa900));
    expect(await journaled('association.failed', 'CHA_PACS')).toMatchObject({
      outcome: 'failed',
      details: { reason: expect.stringContaining('data set does not match') },
    });
    expect(await findStudy(study.StudyInstanceUID)).toBeUndefined();
    await expectService();
  });

  it('ends an association whose peer breaks the protocol, and keeps what it had acknowledged', async () => {
    const study = newStudy();
    const image = makeImage(study);
    const association = await openTestAssociation(platform.dicomPort);
    expect((await association.cStore(image)).status).toBe(0);
    ledger.add(image);
    const socket = await call();
    socket.write(associate('CHA_PACS'));
    await once(socket, 'data');
    socket.write(associate('CHA_PACS'));
    await once(socket, 'close');
    association.abort();
    await expect(association.cStore(image)).rejects.toThrow(AssociationError);
    await expectAllKept(platform, ledger);
  });

  it('journals no trait and logs none', async () => {
    expect(JSON.stringify(await seenEntries(platform.system))).not.toContain(patient.PatientID);
    expectNoPatientData(platform);
  });
});
