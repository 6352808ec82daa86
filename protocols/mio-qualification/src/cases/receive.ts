import { createHash } from 'node:crypto';
import { readMessage, writeMessage, type DraftMessage, type Message } from '@liaison/mio';
import { z } from 'zod';
import { drawMarket } from '../market/market.ts';
import { held, missed, type Check, type RequirementCode } from '../requirement.ts';
import type { Workshop } from '../workshop.ts';
import { answerTo, inputName, parseAnswer, type Drawn, type Files, type QualificationCase } from './case.ts';
import { asTest } from './read.ts';
import { judgeConformity } from './write.ts';

/** A message that arrives in production, and what must become of it. */
interface Arrival {
  readonly message: Message;
  /** What an offer answers, for its control. */
  readonly needs?: Message;
  readonly fate: 'taken' | 'again' | 'refused';
  readonly requirement: RequirementCode;
  /** Reason that a refusal must give; any where absent. */
  readonly reason?: string;
  readonly isAltered?: boolean;
}

const stateName = 'etat.json';

/** Certified messages in the order of their arrival: an M41 for each, and what the software holds in the end. */
export const receive: QualificationCase = {
  act: 'receive',
  async make(drawn, workshop) {
    const files: [string, Uint8Array][] = [];
    const sent = new Map<string, Uint8Array>();
    for (const [rank, arrival] of arrivalsOf(drawn).entries()) {
      const { messageId } = arrival.message.header;
      const bytes = sent.get(messageId) ?? (await sendOff(arrival, workshop));
      sent.set(messageId, bytes);
      files.push([inputName(rank), bytes]);
    }
    return { inputs: files.map(([name]) => name), files: new Map([...files, ...workshop.trust]) };
  },
  judge(drawn, given, answers) {
    const arrivals = arrivalsOf(drawn);
    const acknowledged = new Map<string, DraftMessage>();
    const checks = arrivals.flatMap((arrival, rank) =>
      judgeArrival(arrival, inputName(rank), { given, answers, acknowledged }),
    );
    return [...checks, ...judgeState(arrivals, answers)];
  },
};

function arrivalsOf({ seed, side, madeAt }: Drawn): Arrival[] {
  const { needs, amendment, offer, award } = drawMarket(seed, 'receive', madeAt);
  const other = drawMarket(seed, 'receive/other', madeAt);
  const third = drawMarket(seed, 'receive/third', madeAt);
  const taken = (message: Message, more: Partial<Arrival> = {}): Arrival => ({
    message,
    fate: 'taken',
    requirement: 'RECEVOIR-1',
    ...more,
  });
  const again = (arrival: Arrival): Arrival => ({ ...arrival, fate: 'again', requirement: 'RECEVOIR-2' });
  const test = (message: Message): Arrival => ({
    message: asTest(message),
    fate: 'refused',
    requirement: 'RECEVOIR-4',
  });
  const spoilt = (message: Message, more: Partial<Arrival> = {}): Arrival => ({
    message,
    fate: 'refused',
    requirement: 'RECEVOIR-5',
    reason: 'CERT',
    isAltered: true,
    ...more,
  });
  if (side === 'acheteur') {
    const first = taken(offer, { needs });
    return [
      first,
      taken(other.offer, { needs: other.needs }),
      again(first),
      { ...test(drawMarket(seed, 'receive/test', madeAt).offer) },
      spoilt(third.offer, { needs: third.needs }),
    ];
  }
  const first = taken(needs);
  const notified = taken(award);
  return [
    first,
    taken(amendment, { requirement: 'RECEVOIR-3' }),
    again(first),
    notified,
    again(notified),
    test(drawMarket(seed, 'receive/test', madeAt).needs),
    spoilt(third.award),
  ];
}

async function sendOff({ message, needs, isAltered }: Arrival, workshop: Workshop): Promise<Uint8Array> {
  const asked = needs && Buffer.from(writeMessage(needs));
  const certified = await workshop.certify(Buffer.from(writeMessage(message)), 'own', asked);
  if (!isAltered) return certified;
  const change = (digit: string) => (digit === '9' ? '8' : '9');
  return Buffer.from(certified.toString('utf8').replace(/(?<=<cbc:PriceAmount[^>]*>)\d/, change));
}

interface Reply {
  readonly given: Files;
  readonly answers: Files;
  /** The first acknowledgement of each message. */
  readonly acknowledged: Map<string, DraftMessage>;
}

function judgeArrival(arrival: Arrival, input: string, { given, answers, acknowledged }: Reply): Check[] {
  const place = `recevoir, ${input}`;
  const answer = answerTo(input, ['xml'], answers);
  const reply = answer && readMessage(answer.bytes).message;
  if (!answer || reply?.type !== 'M41') {
    const why = answer ? `${answer.name} n’est pas un M41` : 'aucun accusé de réception';
    const missing = missed('RECEVOIR-1', place, why);
    return arrival.requirement === 'RECEVOIR-1'
      ? [missing]
      : [missing, missed(arrival.requirement, place, why)];
  }
  const { messageId } = arrival.message.header;
  const checks = [judgeCitation(arrival, given.get(input) ?? new Uint8Array(), reply, answer.bytes, place)];
  const first = acknowledged.get(messageId);
  if (!first) acknowledged.set(messageId, reply);
  if (arrival.requirement !== 'RECEVOIR-1') checks.push(judgeFate(arrival, reply, first, place));
  return checks;
}

type Acknowledgement = DraftMessage & { type: 'M41' };

function judgeCitation(
  { message: { header }, fate }: Arrival,
  received: Uint8Array,
  reply: Acknowledgement,
  bytes: Uint8Array,
  place: string,
): Check {
  const conformity = judgeConformity(bytes, undefined, place);
  if (!conformity.isHeld) return missed('RECEVOIR-1', place, conformity.fr);
  const cited = reply.header?.inReplyTo;
  if (cited?.messageId !== header.messageId) return missed('RECEVOIR-1', place, 'un autre message est cité');
  if (cited.sha256 !== createHash('sha256').update(received).digest('hex'))
    return missed('RECEVOIR-1', place, 'l’empreinte du message reçu n’est pas citée');
  return fate === 'taken' && reply.response === 'RE'
    ? missed('RECEVOIR-1', place, 'un message conforme est rejeté')
    : held('RECEVOIR-1', place);
}

function judgeFate(
  { fate, requirement, reason }: Arrival,
  reply: Acknowledgement,
  first: DraftMessage | undefined,
  place: string,
): Check {
  const reasons = reply.reasons?.map(({ code }) => code) ?? [];
  if (fate === 'again') {
    const isSame =
      first?.header?.messageId !== undefined && first.header.messageId === reply.header?.messageId;
    return isSame || reasons.includes('DUP')
      ? held(requirement, place)
      : missed(requirement, place, 'ni le même accusé de réception, ni le motif DUP');
  }
  if (fate === 'taken') return held(requirement, place);
  if (reply.response !== 'RE') return missed(requirement, place, 'le message n’est pas rejeté');
  return reason === undefined || reasons.some((code) => code === reason)
    ? held(requirement, place)
    : missed(requirement, place, `motif ${reason} attendu, trouvé ${reasons.join(', ') || 'aucun'}`);
}

/** `messages`: identifiers of what was taken in; `consultations`: version in force by number. */
const stateShape = z.object({
  messages: z.array(z.string()),
  consultations: z.record(z.string(), z.number()).default({}),
});

function judgeState(arrivals: readonly Arrival[], answers: Files): Check[] {
  const place = `recevoir, ${stateName}`;
  const bytes = answers.get(stateName);
  const parsed = stateShape.safeParse(bytes && parseAnswer(bytes));
  const needed = new Set(arrivals.map(({ requirement }) => requirement));
  if (!parsed.success) return [...needed].map((one) => missed(one, place, bytes ? 'illisible' : 'absent'));
  const { messages, consultations } = parsed.data;
  const repeated = new Set(
    arrivals.filter(({ fate }) => fate === 'again').map(({ message }) => message.header.messageId),
  );
  return arrivals.flatMap(({ message, fate, requirement }): Check[] => {
    const { header, type } = message;
    const times = messages.filter((id) => id === header.messageId).length;
    const wanted = fate === 'refused' ? 0 : 1;
    // That it was taken twice is told where it came again.
    const isToldThere = times > 1 && fate === 'taken' && repeated.has(header.messageId);
    const count =
      times === wanted || isToldThere
        ? held(requirement, place)
        : missed(requirement, place, `le ${type} est pris ${times} fois au lieu de ${wanted}`);
    if (type !== 'M11') return [count];
    const version = consultations[message.consultation.id];
    return [
      count,
      version === message.consultation.version
        ? held(requirement, place)
        : missed(
            requirement,
            place,
            `version ${version ?? 'absente'} au lieu de ${message.consultation.version}`,
          ),
    ];
  });
}
