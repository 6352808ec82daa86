import { readMessage, writeJson, writeMessage, type Message } from '@liaison/mio';
import { openController } from '@liaison/mio-sdk';
import { identity } from '../identity.ts';
import { drawMarket } from '../market/market.ts';
import { held, missed, type Check } from '../requirement.ts';
import { answerTo, inputName, type Drawn, type Files, type QualificationCase } from './case.ts';
import { judgeData, type Bears, type DataRequirements } from './judge-data.ts';
import { asTest } from './read.ts';

interface WriteItem {
  readonly message: Message;
  readonly bears: Bears;
}

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
    const files = itemsOf(drawn).map(({ message }, rank): [string, Uint8Array] => [
      inputName(rank, 'json'),
      Buffer.from(writeJson(message)),
    ]);
    const needs: [string, Uint8Array] = [needsName, Buffer.from(needsOf(drawn))];
    return { inputs: files.map(([name]) => name), files: new Map([...files, needs]) };
  },
  judge: (drawn, _given, answers) =>
    itemsOf(drawn).flatMap((item, rank) => judgeItem(item, inputName(rank, 'json'), needsOf(drawn), answers)),
};

function needsOf({ seed, madeAt }: Drawn): string {
  return writeMessage(drawMarket(seed, 'write', madeAt).needs);
}

function itemsOf({ seed, side, madeAt }: Drawn): WriteItem[] {
  const { needs, offer, award } = drawMarket(seed, 'write', madeAt);
  const all: Bears = ['data', 'zeros', 'decimals'];
  return side === 'acheteur'
    ? [
        { message: needs, bears: ['data', 'zeros'] },
        { message: award, bears: all },
        { message: asTest(drawMarket(seed, 'write/test', madeAt).needs), bears: ['test'] },
      ]
    : [
        { message: offer, bears: all },
        { message: asTest(offer), bears: ['test'] },
      ];
}

function judgeItem({ message, bears }: WriteItem, input: string, needs: string, answers: Files): Check[] {
  const place = `écrire, ${input}`;
  const answer = answerTo(input, ['xml'], answers);
  const written = answer && readMessage(answer.bytes).message;
  if (!answer || !written)
    return [
      missed('ECRIRE-1', place, answer ? 'ce n’est pas un message' : 'aucune réponse'),
      ...bears.map((kind) => missed(requirements[kind], place, 'aucun message')),
    ];
  const isIgnored = (path: string) => own.test(path);
  return [
    judgeConformity(answer.bytes, message.type === 'M20' ? needs : undefined, place),
    ...judgeData(message, written, { bears, requirements, place, isIgnored }),
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
