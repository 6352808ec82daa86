import { writeMessage, type Tender } from '@liaison/mio';
import { z } from 'zod';
import { Chance } from '../chance.ts';
import { drawOffer } from '../market/lines.ts';
import { drawMarket, type Market } from '../market/market.ts';
import { held, missed, type Check, type RequirementCode } from '../requirement.ts';
import type { SignerKind, Workshop } from '../workshop.ts';
import { answerTo, inputName, parseAnswer, type Drawn, type Files, type QualificationCase } from './case.ts';
import { graft, spoil } from './counterfeit.ts';

/** What became of a certified message on its way, and what may be said of it. */
interface Fate {
  readonly requirement: RequirementCode;
  readonly verdicts: readonly [string, ...string[]];
  /** `null`: never certified. */
  readonly signer: SignerKind | null;
  readonly alter?: (certified: string, rank: number) => string;
  /** Makes a counterfeit of it and of another offer, certified too, under the same identifiers. */
  readonly forge?: (certified: string, other: string) => string;
  /** Its line of the offer was altered, and must be named. */
  readonly isLineNamed?: boolean;
}

const intact: Fate = { requirement: 'VERIFIER-1', verdicts: ['INTACT'], signer: 'own' };

const counterfeit: Fate = { requirement: 'VERIFIER-5', verdicts: ['SIGNATURE_INVALIDE'], signer: 'own' };

const fates: readonly Fate[] = [
  intact,
  { ...intact, signer: 'own' },
  altered(
    (line) => line.replace(/(?<=<cbc:PriceAmount[^>]*>)\d/, (digit) => (digit === '9' ? '8' : '9')),
    true,
  ),
  altered((line) => line.replace(/(?<=<cbc:Quantity[^>]*>)\d+/, (text) => `${text}0`), true),
  altered((line) => line.replace(/>099\d*</, '>0990002<').replace(/>991\d*</, '>9910004<'), true),
  {
    requirement: 'VERIFIER-4',
    // Who verifies without looking at the form may say as much of a message that was only written otherwise.
    verdicts: ['MISE_EN_FORME_MODIFIEE', 'INTACT'],
    signer: 'own',
    alter: (certified) => certified.replaceAll('<cac:TenderLine>', '\n    <cac:TenderLine>'),
  },
  { requirement: 'VERIFIER-5', verdicts: ['CERTIFICAT_INCONNU'], signer: 'stranger' },
  { requirement: 'VERIFIER-5', verdicts: ['CERTIFICAT_REVOQUE'], signer: 'revoked' },
  { requirement: 'VERIFIER-5', verdicts: ['SANS_CERTIFICAT'], signer: null },
  { ...counterfeit, forge: graft },
  { ...counterfeit, alter: (certified) => spoil(certified, 'ds:SignatureValue') },
  {
    ...counterfeit,
    // The seal is data that the signature is over: who looks at that first finds them altered.
    verdicts: ['SIGNATURE_INVALIDE', 'ALTERE'],
    alter: (certified) => spoil(certified, 'mio:Sceau'),
  },
];

function altered(alter: (line: string) => string, isLineNamed: boolean): Fate {
  return {
    requirement: 'VERIFIER-2',
    verdicts: ['ALTERE'],
    signer: 'own',
    isLineNamed,
    alter: (certified, rank) => inLine(certified, rank, alter),
  };
}

/** Alters one line of the offer, by its rank among all. */
function inLine(certified: string, rank: number, alter: (line: string) => string): string {
  let seen = -1;
  return certified.replaceAll(/<cac:TenderLine>.*?<\/cac:TenderLine>/gs, (line) => {
    seen += 1;
    return seen === rank ? alter(line) : line;
  });
}

interface VerifyItem {
  readonly fate: Fate;
  readonly market: Market;
  /** The same lines at other prices, of other products. */
  readonly other: Tender;
  /** Rank of the line that is altered, and how it is named. */
  readonly rank: number;
  readonly line: string;
}

/** Certified messages and what became of them: the answer is a verdict, with the lines that changed. */
export const verify: QualificationCase = {
  act: 'verify',
  async make(drawn, workshop) {
    const items = itemsOf(drawn);
    const files = await Promise.all(
      items.map(async (item, rank): Promise<[string, Uint8Array]> => [
        inputName(rank),
        await sendOff(item, workshop),
      ]),
    );
    return { inputs: files.map(([name]) => name), files: new Map([...files, ...workshop.trust]) };
  },
  judge: (drawn, _given, answers) =>
    itemsOf(drawn).flatMap((item, rank) => judgeItem(item, inputName(rank), answers)),
};

function itemsOf({ seed, madeAt }: Drawn): VerifyItem[] {
  const chance = new Chance(seed, 'verify');
  return chance.shuffle(fates).map((fate, index) => {
    const market = drawMarket(seed, `verify/${index}`, madeAt);
    const lines = market.offer.lots.flatMap((lot) => lot.lines ?? []);
    const rank = chance.below(lines.length);
    const other = drawOffer(chance, market.needs, market.offer.header);
    return { fate, market, other, rank, line: lines[rank]?.id ?? '' };
  });
}

async function sendOff({ fate, market, other, rank }: VerifyItem, workshop: Workshop): Promise<Uint8Array> {
  const { signer, alter, forge } = fate;
  if (signer === null) return Buffer.from(writeMessage(market.offer));
  const needs = Buffer.from(writeMessage(market.needs));
  const certify = async (offer: Tender) =>
    (await workshop.certify(Buffer.from(writeMessage(offer)), signer, needs)).toString('utf8');
  const certified = await certify(market.offer);
  const forged = forge ? forge(certified, await certify(other)) : certified;
  return Buffer.from(alter ? alter(forged, rank) : forged);
}

const verdictShape = z.object({
  verdict: z.string(),
  changes: z.array(z.looseObject({ line: z.string().optional() })).default([]),
});

function judgeItem({ fate, line }: VerifyItem, input: string, answers: Files): Check[] {
  const place = `vérifier, ${input}`;
  const answer = answerTo(input, ['json'], answers);
  const parsed = verdictShape.safeParse(answer && parseAnswer(answer.bytes));
  const [expected] = fate.verdicts;
  const said = parsed.success ? parsed.data.verdict : answer ? 'réponse illisible' : 'aucune réponse';
  const checks = [
    parsed.success && fate.verdicts.includes(parsed.data.verdict)
      ? held(fate.requirement, place)
      : missed(fate.requirement, place, `${expected} attendu, ${said}`),
  ];
  if (!fate.isLineNamed) return checks;
  const named = parsed.success ? parsed.data.changes.flatMap((change) => change.line ?? []) : [];
  const isNamed = named.length === 1 && named[0] === line;
  checks.push(
    isNamed
      ? held('VERIFIER-3', place)
      : missed(
          'VERIFIER-3',
          place,
          `ligne ${line} attendue, nommée : ${named.slice(0, 5).join(', ') || 'aucune'}`,
        ),
  );
  return checks;
}
