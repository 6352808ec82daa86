import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { describeRejection, rejections, type AssociateRq } from './pdu.ts';
import { readAbort, readAssociateAc, readAssociateRj, readAssociateRq } from './read-pdu.ts';
import { annotated, reasonOf, seededRandom } from '../testing.ts';
import {
  writeAbort,
  writeAssociateAc,
  writeAssociateRj,
  writeAssociateRq,
  writeDataPdus,
  writeReleaseRp,
  writeReleaseRq,
} from './write-pdu.ts';

/** As dcmtk's echoscu 3.6.7 sends it, with a role selection and a user identity more. */
const associateRq = annotated(`
  01 00 00 00 00 f9                                # A-ASSOCIATE-RQ, 249 bytes
  00 01 00 00                                      # protocol version 1
  4c 49 41 49 53 4f 4e 20 20 20 20 20 20 20 20 20  # called AE title "LIAISON"
  43 48 41 5f 50 41 43 53 20 20 20 20 20 20 20 20  # calling AE title "CHA_PACS"
  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
  10 00 00 15                                      # application context
    31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 33 2e 31 2e 31 2e 31
  20 00 00 2e                                      # presentation context, 46 bytes
    01 00 00 00                                    # id 1
    30 00 00 11                                    # abstract syntax: Verification
      31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 31
    40 00 00 11                                    # transfer syntax: implicit VR little endian
      31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 32
  50 00 00 66                                      # user information, 102 bytes
    51 00 00 04 00 00 40 00                        # maximum length 16384
    52 00 00 1b                                    # implementation class UID
      31 2e 32 2e 32 37 36 2e 30 2e 37 32 33 30 30 31 30 2e 33 2e 30 2e 33 2e 36 2e 37
    53 00 00 04 00 05 00 06                        # asynchronous operations: 5 invoked, 6 performed
    54 00 00 15                                    # role selection
      00 11 31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 31
      01 00                                        # SCU, not SCP
    55 00 00 0f                                    # implementation version "OFFIS_DCMTK_367"
      4f 46 46 49 53 5f 44 43 4d 54 4b 5f 33 36 37
    58 00 00 07 01 00 00 01 61 00 00               # user identity: name "a", no passcode
`);

const understood: AssociateRq = {
  protocolVersion: 1,
  calledAeTitle: 'LIAISON',
  callingAeTitle: 'CHA_PACS',
  applicationContext: '1.2.840.10008.3.1.1.1',
  contexts: [{ id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }],
  userInformation: {
    maxPduLength: 16384,
    implementationClassUID: '1.2.276.0.7230010.3.0.3.6.7',
    implementationVersionName: 'OFFIS_DCMTK_367',
    asyncOperationsWindow: { invoked: 5, performed: 6 },
    roleSelections: [{ SOPClassUID: '1.2.840.10008.1.1', scu: true, scp: false }],
    userIdentity: {
      type: 1,
      wantsResponse: false,
      primary: Buffer.from('a'),
      secondary: Buffer.alloc(0),
    },
  },
};

const body = associateRq.subarray(6);

describe('A-ASSOCIATE-RQ', () => {
  it('is read', () => {
    expect(associateRq.readUInt32BE(2)).toBe(body.length);
    expect(readAssociateRq(body)).toEqual(understood);
  });

  it('is written, and read again the same', () => {
    const written = writeAssociateRq(understood);
    expect(written).toHaveLength(associateRq.length);
    expect(readAssociateRq(written.subarray(6))).toEqual(understood);
  });

  it('tolerates UIDs padded with NUL and items that nobody knows', () => {
    const padded = { ...understood, applicationContext: `${understood.applicationContext}\0` };
    const written = Buffer.concat([writeAssociateRq(padded).subarray(6), annotated('99 00 00 02 01 02')]);
    expect(readAssociateRq(written).applicationContext).toBe(understood.applicationContext);
  });

  it.each([
    ['cut anywhere', body.subarray(0, 67), 'fixed part'],
    ['an item past its end', body.subarray(0, body.length - 1), 'past what holds it'],
    ['an even context id', patched(98, 2), 'even id'],
    ['no context', writeAssociateRq({ ...understood, contexts: [] }).subarray(6), 'no presentation context'],
    [
      'one context id twice',
      writeAssociateRq({
        ...understood,
        contexts: [...understood.contexts, ...understood.contexts],
      }).subarray(6),
      'one id',
    ],
    ['no user information', body.subarray(0, 68 + 25 + 50), 'no user information'],
    ['a role selection longer than its item', patched(body.length - 49, 0xff), 'shorter than its content'],
  ])('is refused with %s', (_name, bytes, message) => {
    expect(() => readAssociateRq(bytes)).toThrow(message);
  });

  it('is refused or read, whatever its bytes', () => {
    const random = seededRandom(7);
    const outcomes = new Set<string>();
    for (let round = 0; round < 5000; round += 1) {
      const bytes = Buffer.from(body);
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const cut = bytes.subarray(0, Math.floor(bytes.length * (0.7 + random() / 2)));
      outcomes.add(reasonOf(() => readAssociateRq(cut)));
    }
    expect([...outcomes].toSorted()).toEqual(['malformed', 'none']);
  });
});

function patched(at: number, value: number): Buffer {
  const bytes = Buffer.from(body);
  bytes[at - 1] = value;
  return bytes;
}

describe('the other PDUs', () => {
  it('A-ASSOCIATE-AC comes back the same', () => {
    const answer = {
      ...understood,
      contexts: [
        { id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2.1' },
        { id: 3, result: 4, transferSyntax: '1.2.840.10008.1.2' },
      ],
    };
    const { userIdentity: _, ...asked } = answer.userInformation;
    const userInformation = { ...asked, userIdentityResponse: Buffer.from('ticket') };
    const written = writeAssociateAc({ ...answer, userInformation });
    expect(written[0]).toBe(2);
    expect(readAssociateAc(written.subarray(6))).toEqual({ ...answer, userInformation });
  });

  it.each([
    ['A-ASSOCIATE-RJ', writeAssociateRj(rejections.callingAeNotRecognized), '03 00 00000004 00 01 01 03'],
    ['A-RELEASE-RQ', writeReleaseRq(), '05 00 00000004 00000000'],
    ['A-RELEASE-RP', writeReleaseRp(), '06 00 00000004 00000000'],
    ['A-ABORT', writeAbort({ source: 2, reason: 6 }), '07 00 00000004 00 00 02 06'],
  ])('%s has the bytes of the standard', (_name, written, hex) => {
    expect(written).toEqual(annotated(hex));
  });

  it('A-ASSOCIATE-RJ and A-ABORT are read, and told', () => {
    const rejection = readAssociateRj(annotated('00 01 01 07'));
    expect(rejection).toEqual(rejections.calledAeNotRecognized);
    expect(describeRejection(rejection)).toBe('calledAeNotRecognized');
    expect(describeRejection({ result: 9, source: 8, reason: 7 })).toBe('result 9, source 8, reason 7');
    expect(readAbort(annotated('00 00 02 01'))).toEqual({ source: 2, reason: 1 });
    expect(() => readAbort(annotated('00 00'))).toThrow('shorter');
  });

  it('P-DATA-TF has a fragment in each PDU, of even length, the last one marked', () => {
    const parts = writeDataPdus({ contextId: 3, isCommand: false }, Buffer.from('abcdef'), 11);
    expect(Buffer.concat(parts)).toEqual(
      annotated(`
        04 00 00 00 00 0a  00 00 00 06 03 00  61 62 63 64   # data, not last
        04 00 00 00 00 08  00 00 00 04 03 02  65 66         # data, last
      `),
    );
    const empty = writeDataPdus({ contextId: 1, isCommand: true }, Buffer.alloc(0), 128);
    expect(Buffer.concat(empty)).toEqual(annotated('04 00 00000006 00000002 01 03'));
  });

  it('P-DATA-TF never exceeds the length that the peer allows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 8, max: 500 }), (bytes, max) => {
        const stream = Buffer.concat(writeDataPdus({ contextId: 1, isCommand: false }, bytes, max));
        const values: Buffer[] = [];
        for (let at = 0; at < stream.length;) {
          const length = stream.readUInt32BE(at + 2);
          expect(length).toBeLessThanOrEqual(max);
          values.push(stream.subarray(at + 12, at + 6 + length));
          at += 6 + length;
        }
        expect(Buffer.concat(values)).toEqual(Buffer.from(bytes));
      }),
      { seed: 7 },
    );
  });
});
