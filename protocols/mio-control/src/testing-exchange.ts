/** The other messages of a fictive market, from the first question to the catalogue: each right in itself and against the others. */
import { createHash, randomBytes } from 'node:crypto';
import {
  type Acknowledgement,
  type AwardNotification,
  type CallForTenders,
  type Clarification,
  type ClarificationRequest,
  type Commitment,
  type DepositReceipt,
  type ExecutionCatalogue,
  type Header,
  type Message,
  type NoAward,
  type Party,
  type PublicAnswer,
  type Question,
  type Rejection,
  type SealedEnvelope,
  type Tender,
  type UpdateBundle,
  type Withdrawal,
  writeMessage,
} from '@liaison/mio';

const digestOf = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A header in reply to a message, from its receiver to its sender unless told. */
function reply(
  to: Message,
  createdAt: string,
  ends: Partial<Pick<Header, 'sender' | 'receiver'>> = {},
): Header {
  const rank = createdAt.replaceAll(/\D/g, '').padEnd(20, '0');
  return {
    messageId: `${rank.slice(0, 8)}-${rank.slice(8, 12)}-4000-8000-${rank.slice(8, 20)}`,
    isTest: false,
    standardVersion: '1.0',
    createdAt,
    sender: to.header.receiver ?? to.header.sender,
    receiver: to.header.sender,
    inReplyTo: { messageId: to.header.messageId, sha256: digestOf(writeMessage(to)) },
    ...ends,
  };
}

const supplier = { scheme: '0009', id: '55210055400013' } as const;
const party: Party = { name: 'Richer', siret: supplier.id };

/** Certificates of a vault, that only their digests tell apart. */
export function addVault(needs: CallForTenders): CallForTenders {
  const vaultKeys = ['un', 'deux'].map((name) => ({
    algorithm: 'MIO-M22',
    certificate: Buffer.from(`certificat ${name}`).toString('base64'),
  }));
  return { ...needs, consultation: { ...needs.consultation, vaultKeys } };
}

export function makeQuestion(needs: CallForTenders): Question {
  return {
    type: 'M12',
    header: reply(needs, '2026-12-10T09:00:00Z', { sender: supplier, receiver: needs.header.sender }),
    consultation: { id: needs.consultation.id, version: needs.consultation.version },
    author: party,
    replyUntil: '2026-12-20T12:00:00+01:00',
    subjects: [{ lot: '1', line: '1.1' }, { lot: '2' }],
    text: 'Une taille intermédiaire est-elle admise ?',
  };
}

export function makeAnswer(question: Question): PublicAnswer {
  const { receiver: _all, ...header } = reply(question, '2026-12-15T09:00:00Z');
  return {
    type: 'M13',
    header,
    consultation: question.consultation,
    subjects: [{ lot: '1', line: '1.1' }],
    question: question.text,
    text: 'Oui.',
  };
}

export function makeWithdrawal(offer: Tender): Withdrawal {
  const { sender, receiver } = offer.header;
  return {
    type: 'M21',
    header: reply(offer, '2026-12-02T09:00:00Z', { sender, ...(receiver ? { receiver } : {}) }),
    consultation: { id: offer.consultation.id },
    tenderer: offer.tenderer,
  };
}

export function makeEnvelope(needs: CallForTenders): SealedEnvelope {
  const { inReplyTo: _none, ...header } = reply(needs, '2026-12-20T10:00:00Z', { sender: supplier });
  return {
    type: 'M22',
    header: { ...header, receiver: needs.header.sender },
    consultation: { id: needs.consultation.id },
    cipher: {
      algorithm: 'AES-256-GCM',
      nonce: randomBytes(12).toString('base64'),
      bytes: 4096,
      sha256: digestOf('chiffré'),
    },
    keys: (needs.consultation.vaultKeys ?? []).map(({ certificate }) => ({
      certificateSha256: digestOf(Buffer.from(certificate, 'base64')),
      algorithm: 'RSA-OAEP-256',
      wrapped: 'AAAA',
    })),
  };
}

/** The token is no token of an authority: it holds the digest, as a token does. */
export function makeReceipt(envelope: SealedEnvelope): DepositReceipt {
  const header = reply(envelope, '2026-12-20T10:00:05Z');
  const token = Buffer.concat([Buffer.from('jeton'), Buffer.from(header.inReplyTo?.sha256 ?? '', 'hex')]);
  return {
    type: 'M23',
    header,
    consultation: { id: envelope.consultation.id },
    receivedAt: '2026-12-20T10:00:04Z',
    deposit: { number: '1', punctuality: 'DANS-LES-DELAIS' },
    timeStamp: { authority: 'Autorité fictive', token: token.toString('base64') },
  };
}

export function makeClarificationRequest(offer: Tender): ClarificationRequest {
  return {
    type: 'M24',
    header: reply(offer, '2027-01-05T09:00:00Z'),
    consultation: offer.consultation,
    replyUntil: '2027-01-08T12:00:00+01:00',
    subjects: [{ lot: '1', line: '1.1' }],
    text: 'Quel est le conditionnement ?',
  };
}

export function makeClarification(request: ClarificationRequest): Clarification {
  return {
    type: 'M25',
    header: reply(request, '2027-01-07T09:00:00Z'),
    consultation: request.consultation,
    subjects: [{ lot: '1', line: '1.1' }],
    text: 'Boîte de dix.',
  };
}

/** `lots`: the ids of those that are rejected. */
export function makeRejection(offer: Tender, lots: readonly string[]): Rejection {
  return {
    type: 'M31',
    header: reply(offer, '2027-01-15T16:00:00Z'),
    consultation: { id: offer.consultation.id },
    buyer: offer.buyer,
    tenderer: structuredClone(offer.tenderer),
    lots: lots.map((id) => ({
      id,
      decidedOn: '2027-01-15',
      notBefore: '2027-01-26',
      reasons: 'Offre classée deuxième.',
      rank: 2,
      winners: [{ name: 'BioOrtho' }],
      advantages: 'Gamme de tailles plus large.',
    })),
    appeal: { text: 'Référé précontractuel devant le tribunal administratif.' },
  };
}

export function makeCommitment(award: AwardNotification): Commitment {
  return {
    type: 'M32',
    header: reply(award, '2027-02-03T09:00:00Z'),
    consultation: { id: award.consultation.id },
    holder: structuredClone(award.holder),
    buyer: award.buyer,
    pieces: [{ id: 'AE-1', kind: 'AE', fileName: 'attri1.pdf', sha256: digestOf('attri1') }],
    lots: award.lots.map(({ id, decidedOn, contractId, from, until, totals }) => ({
      id,
      decidedOn,
      signedOn: '2027-02-03',
      ...(contractId === undefined ? {} : { contractId }),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
      ...(totals ? { totals: structuredClone(totals) } : {}),
    })),
  };
}

/** `lots`: the ids of those that nobody gets. */
export function makeNoAward(needs: CallForTenders, lots: readonly string[]): NoAward {
  const { sender } = needs.header;
  const { receiver: _all, ...header } = reply(needs, '2027-01-15T16:00:00Z', { sender });
  return {
    type: 'M33',
    header,
    consultation: { id: needs.consultation.id },
    buyer: needs.buyer.party,
    lots: lots.map((id) => ({
      id,
      decidedOn: '2027-01-15',
      decision: 'INFRUCTUEUX',
      reasons: 'Aucune offre recevable.',
    })),
  };
}

export function makeAcknowledgement(award: AwardNotification): Acknowledgement {
  return {
    type: 'M41',
    header: reply(award, '2027-02-01T09:05:00Z'),
    consultation: award.consultation,
    author: award.holder,
    step: 'INTEGRE',
    response: 'AP',
  };
}

export function makeBundle(): UpdateBundle {
  return {
    type: 'M50',
    header: {
      messageId: '50505050-0000-4000-8000-000000000050',
      isTest: false,
      standardVersion: '1.0',
      createdAt: '2026-12-01T08:00:01Z',
      sender: { scheme: 'EMAIL', id: 'autorite@exemple.fr' },
    },
    bundleId: 'cladimed',
    kind: 'nomenclature',
    version: 12,
    previousVersion: 11,
    previousSha256: digestOf('11'),
    publishedAt: '2026-12-01T08:00:00Z',
    effectiveFrom: '2026-12-15',
    effectiveTo: '2027-12-14',
    expiresAt: '2027-01-01T08:00:00Z',
    files: [
      { path: 'listes/cladimed.ndjson', bytes: 1024, sha256: digestOf('a') },
      { path: 'listes/remplacements.ndjson', bytes: 10, sha256: digestOf('b') },
    ],
  };
}

export function makeCatalogue(award: AwardNotification): ExecutionCatalogue {
  return {
    type: 'M51',
    header: reply(award, '2027-02-05T09:00:00Z'),
    consultation: award.consultation,
    from: '2027-03-01',
    until: '2028-02-28',
    holder: structuredClone(award.holder),
    buyer: award.buyer,
    lines: award.lots.flatMap(({ id: lot, lines = [] }) =>
      lines.flatMap(({ id, needLine, item, price }) =>
        item && price
          ? [{ id: `C-${id}`, lot, needLine, item: structuredClone(item), price: structuredClone(price) }]
          : [],
      ),
    ),
  };
}
