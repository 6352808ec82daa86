import type { Message } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import {
  addVault,
  makeAcknowledgement,
  makeAnswer,
  makeClarification,
  makeClarificationRequest,
  makeEnvelope,
  makeNeeds,
  makeOffer,
  makeQuestion,
  makeReceipt,
  makeWithdrawal,
} from './testing.ts';
import { makeDecisions } from './testing-decisions.ts';
import { findIn, knowing, misses, spoilt } from './testing-plant.ts';

const needs = addVault(makeNeeds({ lots: 2, linesPerLot: 2 }));
const offer = makeOffer(needs, '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8');
const question = makeQuestion(needs);
const answer = makeAnswer(question);
const withdrawal = makeWithdrawal(offer);
const envelope = makeEnvelope(needs);
const receipt = makeReceipt(envelope);
const request = makeClarificationRequest(offer);
const clarification = makeClarification(request);

const toNeeds = knowing({ needs });
const toQuestion = knowing({ needs, answered: question });
const toOffer = knowing({ needs, answered: offer });
const toEnvelope = knowing({ needs, answered: envelope });
const toRequest = knowing({ needs, answered: request });

const other = '99999999-2222-4333-8444-555555555555';
const stranger = { scheme: '0009', id: '26060000000012' } as const;

describe('a message against the one it replies to', () => {
  it('cites it, by its id and its digest, in the same consultation', () => {
    expect(
      misses(clarification, toRequest, [
        ['MIO-CRO-041 Message répondu', ({ header }) => void (header.inReplyTo = { messageId: other })],
        [
          'MIO-CRO-042 Empreinte',
          ({ header }) => void (header.inReplyTo && (header.inReplyTo.sha256 = '0'.repeat(64))),
        ],
        ['MIO-CRO-043 N° de consultation', ({ consultation }) => void (consultation.id = '06-048C')],
      ]),
    ).toEqual([]);
  });

  it('goes back to who sent it, later, and a test stays among tests', () => {
    expect(
      misses(clarification, toRequest, [
        ['MIO-CRO-044 Identifiant de participant', ({ header }) => void (header.sender = stranger)],
        [
          'MIO-CRO-044 Identifiant de participant',
          ({ header }) => void (header.receiver = { scheme: '0009', id: '55210055400013' }),
        ],
        ['MIO-CRO-045 Créé le', ({ header }) => void (header.createdAt = '2027-01-04T09:00:00Z')],
        ['MIO-CRO-046 Message d’essai', ({ header }) => void (header.isTest = true)],
      ]),
    ).toEqual([]);
    expect(
      misses(withdrawal, toOffer, [
        [
          ['MIO-CRO-044 Identifiant de participant', 'MIO-CRO-044 Identifiant de participant'],
          ({ header }) => {
            const { sender, receiver } = header;
            header.sender = receiver ?? sender;
            header.receiver = sender;
          },
        ],
      ]),
    ).toEqual([]);
  });

  it('is of a kind that replies to it', () => {
    expect(findIn(receipt, toOffer)).toContain('MIO-CRO-040 En réponse à');
    expect(findIn(clarification, toQuestion)).toContain('MIO-CRO-040 En réponse à');
  });

  it('amends the version before its own', () => {
    const { type: _type, header, consultation, ...content } = needs;
    const amendment: Message = {
      type: 'M11',
      header: {
        ...header,
        messageId: other,
        createdAt: '2026-12-01T09:00:00Z',
        inReplyTo: { messageId: header.messageId },
      },
      reason: 'Quantité corrigée',
      ...content,
      consultation: { ...consultation, version: 2, previousVersion: 1 },
    };
    expect(
      misses(amendment, knowing({ answered: needs }), [
        [
          'MIO-CRO-048 Version précédente',
          (copy) => Object.assign(copy.consultation, { version: 3, previousVersion: 2 }),
        ],
        ['MIO-MET-071 Version de la consultation', (copy) => void (copy.consultation.version = 3)],
      ]),
    ).toEqual([]);
  });
});

describe('questions and clarifications', () => {
  it('are asked in time, about what the consultation has', () => {
    expect(
      misses(question, toNeeds, [
        ['MIO-CRO-050 Lot concerné', (copy) => void (copy.subjects = [{ lot: '9' }])],
        ['MIO-CRO-050 Ligne concernée', (copy) => void (copy.subjects = [{ lot: '1', line: '2.1' }])],
        ['MIO-CRO-041 Message répondu', ({ header }) => void (header.inReplyTo = { messageId: other })],
        [
          'MIO-CRO-051 Créé le',
          (copy) => {
            copy.header.createdAt = '2026-12-20T12:00:00Z';
            delete copy.replyUntil;
          },
        ],
        [
          'MIO-MET-072 Réponse attendue avant',
          (copy) => void (copy.replyUntil = '2026-12-10T09:59:59+01:00'),
        ],
      ]),
    ).toEqual([]);
  });

  it('are answered six days before the deadline', () => {
    expect(
      misses(answer, toQuestion, [
        ['MIO-CRO-054 Lot concerné', (copy) => void (copy.subjects = [{ lot: '9' }])],
        ['MIO-CRO-055 Créé le', ({ header }) => void (header.createdAt = '2026-12-25T11:00:01Z')],
      ]),
    ).toEqual([]);
  });

  it('after the opening are about the offer', () => {
    expect(
      misses(request, toOffer, [
        ['MIO-CRO-052 Créé le', ({ header }) => void (header.createdAt = '2026-12-31T11:00:00Z')],
        [
          ['MIO-CRO-050 Lot concerné', 'MIO-CRO-053 Lot concerné'],
          (copy) => void (copy.subjects = [{ lot: '9' }]),
        ],
      ]),
    ).toEqual([]);
    expect(
      misses(clarification, toRequest, [
        ['MIO-CRO-056 Créé le', ({ header }) => void (header.createdAt = '2027-01-08T11:00:01Z')],
        ['MIO-CRO-057 Lot concerné', (copy) => void (copy.subjects = [{ lot: '2' }])],
      ]),
    ).toEqual([]);
  });
});

describe('deposits', () => {
  it('are withdrawn by who made them, before the deadline', () => {
    expect(
      misses(withdrawal, toOffer, [
        ['MIO-CRO-060 Créé le', ({ header }) => void (header.createdAt = '2026-12-31T11:00:01Z')],
        ['MIO-CRO-061 SIRET', ({ tenderer }) => void (tenderer.siret = '26060000000012')],
      ]),
    ).toEqual([]);
  });

  it('are sealed for the vault of the consultation', () => {
    expect(
      misses(envelope, toNeeds, [
        ['MIO-MET-080 Algorithme', ({ cipher }) => void (cipher.algorithm = 'AES-256-CBC')],
        ['MIO-MET-081 Taille du chiffré', ({ cipher }) => void (cipher.bytes = 0)],
        ['MIO-MET-082 Nonce', ({ cipher }) => void (cipher.nonce = Buffer.alloc(16).toString('base64'))],
        ['MIO-STR-020 Certificat de la clé', ({ keys }) => void keys.push(...keys.slice(0, 1))],
        [
          ['MIO-CRO-063 Clés', 'MIO-CRO-062 Certificat de la clé'],
          ({ keys: [key] }) => void (key && (key.certificateSha256 = '0'.repeat(64))),
        ],
        ['MIO-CRO-063 Clés', ({ keys }) => void keys.pop()],
        ['MIO-CRO-064 Créé le', ({ header }) => void (header.createdAt = '2026-12-31T11:00:01Z')],
      ]),
    ).toEqual([]);
  });

  it('are acknowledged with their digest and their time, to the second', () => {
    expect(
      misses(receipt, toEnvelope, [
        ['MIO-STR-021 En réponse à', ({ header }) => void delete header.inReplyTo?.sha256],
        [
          'MIO-CRO-042 Empreinte',
          (copy) => {
            if (copy.header.inReplyTo) copy.header.inReplyTo.sha256 = '0'.repeat(64);
            delete copy.timeStamp;
          },
        ],
        ['MIO-MET-083 Reçu le', (copy) => void (copy.receivedAt = '2026-12-20T10:00:06Z')],
        ['MIO-MET-084 Jeton', (copy) => void (copy.timeStamp && (copy.timeStamp.token = 'AAAA'))],
        ['MIO-CRO-065 Dans les délais', ({ deposit }) => void (deposit.punctuality = 'HORS-DELAI')],
        [
          'MIO-CRO-065 Dans les délais',
          (copy) => {
            copy.receivedAt = '2026-12-31T11:00:01Z';
            copy.header.createdAt = '2026-12-31T11:00:02Z';
          },
        ],
        ['MIO-CRO-066 Reçu le', (copy) => void (copy.receivedAt = '2026-12-20T09:59:59Z')],
      ]),
    ).toEqual([]);
    const last = spoilt(receipt, (copy) => {
      copy.receivedAt = '2026-12-31T11:00:00Z';
      copy.header.createdAt = '2026-12-31T11:00:00Z';
    });
    expect(findIn(last, toEnvelope)).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  const { needs, award } = makeDecisions();
  const acknowledgement = makeAcknowledgement(award);
  const toAward = knowing({ needs, answered: award });

  it('says why a message is not taken, and only then', () => {
    expect(
      misses(acknowledgement, toAward, [
        ['MIO-MET-093 Motifs', (copy) => void (copy.response = 'RE')],
        ['MIO-MET-093 Motifs', (copy) => Object.assign(copy, { response: 'RE', reasons: [{ code: 'BW' }] })],
        ['MIO-MET-094 Motifs', (copy) => void (copy.reasons = [{ code: 'DUP' }])],
        ['MIO-MET-095 Suite donnée', (copy) => void (copy.response = 'CA')],
        [
          'MIO-MET-096 Résultat de contrôle',
          (copy) => Object.assign(copy, { response: 'RE', reasons: [{ code: 'BV' }] }),
        ],
        [
          'MIO-CRO-042 Empreinte',
          ({ header }) => void (header.inReplyTo && (header.inReplyTo.sha256 = '0'.repeat(64))),
        ],
      ]),
    ).toEqual([]);
  });
});
