import { readMessage, writeJson, writeMessage, type Message } from '@liaison/mio';
import { openController } from '@liaison/mio-sdk';
import { identity } from '../identity.ts';
import { drawMarket } from '../market/market.ts';
import { held, missed, type Check } from '../requirement.ts';
import { answerTo, inputName, type Drawn, type Files, type QualificationCase } from './case.ts';
import { judgeData, kinds, type DataRequirements } from './judge-data.ts';
import { asTest } from './read.ts';

const requirements: DataRequirements = {
  data: 'ECRIRE-2',
  zeros: 'ECRIRE-3',
  decimals: 'ECRIRE-4',
  test: 'ECRIRE-5',
};
const needsName = 'besoins.xml';

/** What an interface sets itself. */
const own = /^header\/(messageId|createdAt|interface|standardVersion)(\/|$)/;

/** Data to write as messages, given as the model in JSON; the needs that offers answer lie beside them. */
export const write: QualificationCase = {
  act: 'write',
  async make(drawn) {
    const files = messagesOf(drawn).map((message, rank): [string, Uint8Array] => [
      inputName(rank, 'json'),
      Buffer.from(writeJson(message)),
    ]);
    const needs: [string, Uint8Array] = [needsName, Buffer.from(needsOf(drawn))];
    return { inputs: files.map(([name]) => name), files: new Map([...files, needs]) };
  },
  judge: (drawn, _given, answers) =>
    messagesOf(drawn).flatMap((message, rank) =>
      judgeWritten(message, inputName(rank, 'json'), needsOf(drawn), answers),
    ),
};

function needsOf({ seed, madeAt }: Drawn): string {
  return writeMessage(drawMarket(seed, 'write', madeAt).needs);
}

function messagesOf({ seed, side, madeAt }: Drawn): Message[] {
  const { needs, offer, award } = drawMarket(seed, 'write', madeAt);
  return side === 'acheteur'
    ? [needs, award, asTest(drawMarket(seed, 'write/test', madeAt).needs)]
    : [offer, asTest(offer)];
}

function judgeWritten(message: Message, input: string, needs: string, answers: Files): Check[] {
  const place = `écrire, ${input}`;
  const answer = answerTo(input, ['xml'], answers);
  const written = answer && readMessage(answer.bytes).message;
  if (!answer || !written)
    return [
      missed('ECRIRE-1', place, answer ? 'ce n’est pas un message' : 'aucune réponse'),
      ...kinds.map((kind) => missed(requirements[kind], place, 'aucun message')),
    ];
  const isIgnored = (path: string) => own.test(path);
  return [
    judgeConformity(answer.bytes, message.type === 'M20' ? needs : undefined, place),
    ...judgeData(message, written, { requirements, place, isIgnored }),
  ];
}

/** By our own controller, on the fictive code lists that the messages are drawn from. */
export function judgeConformity(bytes: Uint8Array, needs: string | undefined, place: string): Check {
  const { verdict, findings } = openController({ identity, isDemo: true }).control(
    bytes,
    needs === undefined ? {} : { needs: Buffer.from(needs) },
  );
  if (verdict !== 'KO') return held('ECRIRE-1', place);
  const told = findings
    .filter(({ severity }) => severity === 'BLOQUANT' || severity === 'ERREUR')
    .slice(0, 5)
    .map(({ code, message }) => `${code} ${message.fr}`);
  return missed('ECRIRE-1', place, told.join(' ; '));
}
