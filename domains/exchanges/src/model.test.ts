import { listCodes, messages } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import {
  incomingStates,
  outgoingStates,
  participantSchemes,
  reasons,
  type ExchangeState,
  type Partner,
  type Reason,
} from './contract.ts';
import { reasonText } from './fr.ts';
import { actsOf, afterAcknowledgement, isReply, mayCome, retryDelayMs, standsOnCall } from './model.ts';

const partner: Partner = {
  id: '019ad000-0000-7000-8000-000000000001',
  name: 'Richer',
  participant: { scheme: '0009', id: '55210055400013' },
  siret: '55210055400013',
  ways: [
    { channel: 'mail', endpoint: 'marches', addresses: ['Offres@richer.example'] },
    { channel: 'sftp', endpoint: 'richer', addresses: [] },
    { channel: 'http', endpoint: '', addresses: [] },
  ],
  maySend: ['M20'],
  requiresCertificate: true,
  isActive: true,
};

describe('by which ways a partner may come', () => {
  it.each([
    [
      'his address, whatever its case',
      { channel: 'mail', endpoint: 'marches', address: 'offres@RICHER.example' },
      true,
    ],
    [
      'another address',
      { channel: 'mail', endpoint: 'marches', address: 'offres@richer.example.org' },
      false,
    ],
    ['another mailbox', { channel: 'mail', endpoint: 'essais', address: 'offres@richer.example' }, false],
    ['his account', { channel: 'sftp', endpoint: 'richer' }, true],
    ['another account', { channel: 'sftp', endpoint: 'tranier' }, false],
    ['a folder that is not his', { channel: 'folder', endpoint: 'richer' }, false],
    [
      'a session of his structure',
      { channel: 'http', endpoint: '', participants: [partner.participant] },
      true,
    ],
    [
      'a session of another structure',
      { channel: 'http', endpoint: '', participants: [{ scheme: '0009', id: '26060000000012' }] },
      false,
    ],
  ] as const)('%s', (_what, bearing, isHis) => {
    expect(mayCome(partner, bearing)).toBe(isHis);
  });

  it('by none once he is no partner any more', () => {
    expect(mayCome({ ...partner, isActive: false }, { channel: 'sftp', endpoint: 'richer' })).toBe(false);
  });
});

describe('what an acknowledgement makes of what was sent', () => {
  it.each([
    ['dispatched', 'RECU', 'AP', 'received'],
    ['dispatched', 'RECU', 'CA', 'received'],
    ['dispatched', 'RECU', 'RE', 'rejected'],
    ['received', 'INTEGRE', 'AP', 'integrated'],
    ['received', 'INTEGRE', 'RE', 'rejected'],
    // The second overtook the first.
    ['dispatched', 'INTEGRE', 'AP', 'integrated'],
    ['integrated', 'RECU', 'AP', null],
    // It came before we had noted that the message left, or after we had given up.
    ['controlled', 'RECU', 'AP', 'received'],
    ['failed', 'RECU', 'AP', 'received'],
    // Taken out of the other side's quarantine.
    ['rejected', 'RECU', 'AP', 'received'],
    ['prepared', 'RECU', 'AP', null],
    ['refused', 'INTEGRE', 'AP', null],
  ] as const)('%s + %s %s → %s', (state, step, response, expected) => {
    expect(afterAcknowledgement(state, step, response)).toBe(expected);
  });
});

describe('what a person may do', () => {
  const given = (direction: 'outgoing' | 'incoming', state: ExchangeState, reason: Reason | null) =>
    actsOf({ direction, state, reason });

  it('is to send anew what did not leave, and to say what became of what is available', () => {
    const out = outgoingStates.flatMap((state) => given('outgoing', state, null).map((act) => [state, act]));
    expect(out).toEqual([
      ['controlled', 'retry'],
      ['failed', 'retry'],
    ]);
    const all = incomingStates.flatMap((state) => given('incoming', state, null).map((act) => [state, act]));
    expect(all).toEqual([['available', 'integrate']]);
  });

  it.each([
    ['certificate', ['reexamine']],
    ['unknown-sender', ['reexamine']],
    ['out-of-order', ['reexamine']],
    // Whatever is changed here, the message stays what it is.
    ['id-reused', []],
    ['unreadable', []],
  ] as const)('with what is in quarantine for %s: %s', (reason, acts) => {
    expect(given('incoming', 'quarantined', reason)).toEqual(acts);
  });
});

describe('the lists', () => {
  it('name the registers of the standard', () => {
    expect([...participantSchemes].toSorted((one, other) => one.localeCompare(other))).toEqual(
      listCodes('participantScheme').toSorted((one, other) => one.localeCompare(other)),
    );
  });

  it('know only messages of the standard, and answer no answer', () => {
    const codes = Object.keys(messages);
    expect(codes.filter(isReply)).toEqual(['M40', 'M41']);
    expect(codes.filter(standsOnCall).filter(isReply)).toEqual([]);
  });

  it('explain each reason in French', () => {
    expect(reasons.filter((reason) => !/^\p{Lu}.*\.$/u.test(reasonText(reason)))).toEqual([]);
  });

  it('try ever more rarely, four times an hour at least', () => {
    expect([1, 2, 3, 30].map(retryDelayMs)).toEqual([5000, 10_000, 20_000, 900_000]);
  });
});
