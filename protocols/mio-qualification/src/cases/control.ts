import { readMessage, writeMessage, type Tender } from '@liaison/mio';
import { z } from 'zod';
import { Chance } from '../chance.ts';
import { faults, hostileFaults, type Fault } from '../faults.ts';
import { drawMarket } from '../market/market.ts';
import { held, missed, type Check } from '../requirement.ts';
import { answerTo, inputName, parseAnswer, type Drawn, type Files, type QualificationCase } from './case.ts';

interface ControlItem {
  readonly offer: Tender;
  /** Absent of a message that conforms. */
  readonly fault?: Fault;
  readonly isHostile?: boolean;
}

const drawnFaults = 10;
const drawnHostile = 3;
const drawnRight = 2;
/** What a spreadsheet does to a code is asked every time. */
const alwaysAsked = 'MIO-NOM-020';

/** Offers to control against the needs beside them: the answer is a report, as JSON or M40. */
export const control: QualificationCase = {
  act: 'control',
  async make(drawn) {
    const files = itemsOf(drawn).map(({ offer, fault }, rank): [string, Uint8Array] => [
      inputName(rank),
      fault ? fault.make(offer) : Buffer.from(writeMessage(offer)),
    ]);
    const { needs } = drawMarket(drawn.seed, 'control', drawn.madeAt);
    return {
      inputs: files.map(([name]) => name),
      files: new Map([...files, ['besoins.xml', Buffer.from(writeMessage(needs))]]),
    };
  },
  judge: (drawn, _given, answers) =>
    itemsOf(drawn).map((item, rank) => judgeItem(item, inputName(rank), answers)),
};

function itemsOf({ seed, madeAt }: Drawn): ControlItem[] {
  const { offer } = drawMarket(seed, 'control', madeAt);
  const chance = new Chance(seed, 'control');
  const others = chance.shuffle(faults.filter(({ code }) => code !== alwaysAsked)).slice(0, drawnFaults - 1);
  const asked = [...others, ...faults.filter(({ code }) => code === alwaysAsked)];
  return chance.shuffle([
    ...Array.from({ length: drawnRight }, () => ({
      offer: { ...offer, header: { ...offer.header, messageId: chance.uuid() } },
    })),
    ...asked.map((fault) => ({ offer, fault })),
    ...chance
      .shuffle(hostileFaults)
      .slice(0, drawnHostile)
      .map((fault) => ({ offer, fault, isHostile: true })),
  ]);
}

const reportShape = z.object({
  verdict: z.string(),
  findings: z.array(z.object({ code: z.string() })).default([]),
});

function judgeItem({ fault, isHostile }: ControlItem, input: string, answers: Files): Check {
  const place = `contrôler, ${input}`;
  const requirement = !fault ? 'CONTROLER-1' : isHostile ? 'CONTROLER-3' : 'CONTROLER-2';
  const answer = answerTo(input, ['json', 'xml'], answers);
  if (!answer) return missed(requirement, place, 'aucune réponse');
  const parsed = reportShape.safeParse(
    answer.name.endsWith('.xml') ? readMessage(answer.bytes).message : parseAnswer(answer.bytes),
  );
  if (!parsed.success) return missed(requirement, place, `${answer.name} n’est pas un résultat de contrôle`);
  const { verdict, findings } = parsed.data;
  const codes = [...new Set(findings.map(({ code }) => code))];
  const said = `${verdict}${codes.length > 0 ? ` (${codes.slice(0, 5).join(', ')})` : ''}`;
  if (!fault)
    return verdict === 'OK' || verdict === 'OK_AVEC_RESERVES'
      ? held(requirement, place)
      : missed(requirement, place, `message conforme jugé ${said}`);
  if (verdict !== 'KO') return missed(requirement, place, `${fault.code} attendu, message jugé ${said}`);
  return codes.includes(fault.code)
    ? held(requirement, place)
    : missed(requirement, place, `${fault.code} attendu, trouvé ${codes.slice(0, 5).join(', ') || 'rien'}`);
}
