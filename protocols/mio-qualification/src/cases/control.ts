import { readMessage, writeMessage, type Tender } from '@liaison/mio';
import { openController } from '@liaison/mio-sdk';
import { z } from 'zod';
import { Chance } from '../chance.ts';
import { faults, hostileFaults, type Fault } from '../faults.ts';
import { identity } from '../identity.ts';
import { drawOffer } from '../market/lines.ts';
import { drawMarket } from '../market/market.ts';
import { held, missed, type Check, type RequirementCode } from '../requirement.ts';
import { answerTo, inputName, parseAnswer, type Drawn, type Files, type QualificationCase } from './case.ts';

interface ControlItem {
  readonly offer: Tender;
  /** Draws of this item alone. */
  readonly chance: Chance;
  /** Absent of a message that conforms. */
  readonly fault?: Fault;
}

const drawnFaults = 10;
const drawnHostile = 3;
/** How many conform is drawn too: who counts learns nothing. */
const sound = { least: 3, most: 6 };
/** What a spreadsheet does to a code is asked every time. */
const alwaysAsked = 'MIO-NOM-020';
const needsName = 'besoins.xml';

/** Offers to control against the needs beside them: the answer is a report, as JSON or M40. */
export const control: QualificationCase = {
  act: 'control',
  async make(drawn) {
    const files = itemsOf(drawn).map(({ offer, chance, fault }, rank): [string, Uint8Array] => [
      inputName(rank),
      fault ? fault.make(offer, chance) : Buffer.from(writeMessage(offer)),
    ]);
    const { needs } = drawMarket(drawn.seed, 'control', drawn.madeAt);
    return {
      inputs: files.map(([name]) => name),
      files: new Map([...files, [needsName, Buffer.from(writeMessage(needs))]]),
    };
  },
  judge(drawn, given, answers) {
    const there = codesThere(given);
    return itemsOf(drawn).map(({ fault }, rank) => judgeItem(fault, inputName(rank), answers, there));
  },
};

/** Every offer is another, of its own identifier and prices, so that only a control tells which are sound. */
function itemsOf({ seed, madeAt }: Drawn): ControlItem[] {
  const { needs, offer } = drawMarket(seed, 'control', madeAt);
  const chance = new Chance(seed, 'control');
  const others = chance.shuffle(faults.filter(({ code }) => code !== alwaysAsked)).slice(0, drawnFaults - 1);
  const asked = [
    ...Array.from({ length: chance.between(sound.least, sound.most) }, () => undefined),
    ...others,
    ...faults.filter(({ code }) => code === alwaysAsked),
    ...chance.shuffle(hostileFaults).slice(0, drawnHostile),
  ];
  return chance.shuffle(asked).map((fault, rank) => {
    const own = new Chance(seed, `control/${rank}`);
    const header = { ...offer.header, messageId: own.uuid() };
    return { offer: drawOffer(own, needs, header), chance: own, ...(fault ? { fault } : {}) };
  });
}

/** The codes of what is wrong with an input, those that follow from its fault among them, by our own controller. */
function codesThere(given: Files): (input: string) => ReadonlySet<string> {
  const controller = openController({ identity, isDemo: true });
  const needs = given.get(needsName);
  return (input) => {
    const { findings } = controller.control(given.get(input) ?? new Uint8Array(), needs ? { needs } : {});
    return new Set(findings.map(({ code }) => code));
  };
}

const reportShape = z.object({
  verdict: z.string(),
  findings: z.array(z.object({ code: z.string() })).default([]),
});

const mostTold = 5;

function requirementOf(fault: Fault | undefined): RequirementCode {
  if (!fault) return 'CONTROLER-1';
  return hostileFaults.includes(fault) ? 'CONTROLER-3' : 'CONTROLER-2';
}

function judgeItem(
  fault: Fault | undefined,
  input: string,
  answers: Files,
  there: (input: string) => ReadonlySet<string>,
): Check {
  const place = `contrôler, ${input}`;
  const requirement = requirementOf(fault);
  const answer = answerTo(input, ['json', 'xml'], answers);
  if (!answer) return missed(requirement, place, 'aucune réponse');
  const parsed = reportShape.safeParse(
    answer.name.endsWith('.xml') ? readMessage(answer.bytes).message : parseAnswer(answer.bytes),
  );
  if (!parsed.success) return missed(requirement, place, `${answer.name} n’est pas un résultat de contrôle`);
  const codes = [...new Set(parsed.data.findings.map(({ code }) => code))];
  const why = reproach(fault, parsed.data.verdict, codes) ?? reproachAbsent(codes, there(input));
  return why === null ? held(requirement, place) : missed(requirement, place, why);
}

/** What is wrong with a verdict and its codes; null where nothing is. */
function reproach(fault: Fault | undefined, verdict: string, codes: readonly string[]): string | null {
  const named = codes.slice(0, mostTold).join(', ');
  const said = `${verdict}${named === '' ? '' : ` (${named})`}`;
  if (!fault)
    return verdict === 'OK' || verdict === 'OK_AVEC_RESERVES' ? null : `message conforme jugé ${said}`;
  if (verdict !== 'KO') return `${fault.code} attendu, message jugé ${said}`;
  return codes.includes(fault.code) ? null : `${fault.code} attendu, trouvé ${named || 'rien'}`;
}

/** Who names every code there is finds every fault, and has controlled nothing. */
function reproachAbsent(codes: readonly string[], there: ReadonlySet<string>): string | null {
  const absent = codes.filter((code) => !there.has(code));
  if (absent.length === 0) return null;
  const more = absent.length > mostTold ? `, et ${absent.length - mostTold} autres` : '';
  return `faute annoncée qui n’y est pas : ${absent.slice(0, mostTold).join(', ')}${more}`;
}
