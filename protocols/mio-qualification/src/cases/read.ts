import { readCsv, readJson, writeMessage, type DraftMessage, type Message } from '@liaison/mio';
import { drawMarket } from '../market/market.ts';
import { missed, type Check } from '../requirement.ts';
import { answerTo, inputName, type Drawn, type Files, type QualificationCase } from './case.ts';
import { judgeData, kinds, type DataRequirements } from './judge-data.ts';

interface ReadItem {
  readonly message: Message;
  readonly isWrittenOtherwise?: boolean;
}

const usual: DataRequirements = { data: 'LIRE-1', zeros: 'LIRE-2', decimals: 'LIRE-3', test: 'LIRE-5' };

/** Written otherwise, whatever is lost is lost for that reason. */
const otherwise: DataRequirements = { data: 'LIRE-4', zeros: 'LIRE-4', decimals: 'LIRE-4', test: 'LIRE-4' };

/** Messages to read: the answer is the model, as JSON or CSV. */
export const read: QualificationCase = {
  act: 'read',
  async make(drawn) {
    const files = itemsOf(drawn).map(({ message, isWrittenOtherwise }, rank): [string, Uint8Array] => {
      const xml = writeMessage(message);
      return [inputName(rank), isWrittenOtherwise ? rewrite(xml) : Buffer.from(xml)];
    });
    return { inputs: files.map(([name]) => name), files: new Map(files) };
  },
  judge: (drawn, _given, answers) =>
    itemsOf(drawn).flatMap((item, rank) => judgeItem(item, inputName(rank), answers)),
};

function itemsOf({ seed, side, madeAt }: Drawn): ReadItem[] {
  const { needs, amendment, offer, award } = drawMarket(seed, 'read', madeAt);
  if (side === 'acheteur')
    return [
      { message: offer },
      { message: asTest(drawMarket(seed, 'read/test', madeAt).offer) },
      { message: drawMarket(seed, 'read/otherwise', madeAt).offer, isWrittenOtherwise: true },
    ];
  return [
    { message: needs },
    { message: amendment },
    { message: award },
    { message: asTest(drawMarket(seed, 'read/test', madeAt).needs) },
    { message: drawMarket(seed, 'read/otherwise', madeAt).award, isWrittenOtherwise: true },
  ];
}

export function asTest<Some extends Message>(message: Some): Some {
  return { ...message, header: { ...message.header, isTest: true } };
}

function judgeItem(item: ReadItem, input: string, answers: Files): Check[] {
  const requirements = item.isWrittenOtherwise ? otherwise : usual;
  const place = `lire, ${input}`;
  const answer = answerTo(input, ['json', 'csv'], answers);
  const message = answer && messageOf(answer);
  if (!message)
    return kinds.map((kind) =>
      missed(requirements[kind], place, answer ? `${answer.name} n’est pas un message` : 'aucune réponse'),
    );
  return judgeData(item.message, message, { requirements, place });
}

function messageOf({ name, bytes }: { name: string; bytes: Uint8Array }): DraftMessage | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  return (name.endsWith('.csv') ? readCsv(text) : readJson(text)).message;
}

/** What other software writes: prefixes of its own, lines and indentation, UTF-16. */
function rewrite(xml: string): Buffer {
  const text = xml
    .replace('encoding="UTF-8"', 'encoding="UTF-16"')
    .replaceAll(/(<\/?|xmlns:)cac\b/g, '$1agregat')
    .replaceAll(/(<\/?|xmlns:)cbc\b/g, '$1simple')
    .replaceAll('><', '>\n  <');
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}
