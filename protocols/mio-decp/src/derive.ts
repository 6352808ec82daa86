/** What the messages of a market already say of one contract, in the words of the format. */
import {
  addExact,
  type Amendment,
  type AwardedLot,
  type AwardNotification,
  type CallForTenders,
  exact,
  type Exact,
  formatCents,
  multiplyExact,
  type NeedLot,
  type Party,
  type Tender,
  zeroExact,
} from '@liaison/mio';
import type { Complement } from './complement.ts';
import type { Contract, words } from './contract.ts';

/** The messages that a contract came from, and what the buyer adds to them. */
export interface Messages {
  readonly award: AwardNotification;
  readonly call: CallForTenders | Amendment;
  /** The offer retained, where it is at hand: it knows the group and the subcontractors. */
  readonly offer?: Tender;
  readonly complement?: Complement;
}

type Word<Name extends keyof typeof words> = (typeof words)[Name][number];
type ContractForm = NonNullable<CallForTenders['consultation']['contractForm']>;
type PriceForm = NonNullable<NonNullable<NonNullable<AwardedLot['lines']>[number]['price']>['form']>;

const longestSubject = 1000;

/** A dynamic purchasing system is run by the rules of a restricted procedure (CCP R2162-37). */
const procedures: Readonly<Record<CallForTenders['consultation']['procedure'], Word<'procedure'>>> = {
  AOO: "Appel d'offres ouvert",
  AOR: "Appel d'offres restreint",
  SAD: "Appel d'offres restreint",
  MAPA: 'Procédure adaptée',
  PAN: 'Procédure avec négociation',
  DC: 'Dialogue compétitif',
  SPC: 'Marché passé sans publicité ni mise en concurrence préalable',
};

const executions: Readonly<Record<ContractForm, readonly Word<'modaliteExecution'>[]>> = {
  MARCHE: ['Sans objet'],
  BC: ['Bons de commande'],
  MS: ['Marchés subséquents'],
  MIXTE: ['Bons de commande', 'Marchés subséquents'],
};

/** An adjusted price follows an index of its branch: it is one of the forms of revision (CCP R2112-13). */
const priceTypes: Readonly<Record<PriceForm, Word<'typePrix'>>> = {
  FERME: 'Définitif ferme',
  FERME_ACTUALISABLE: 'Définitif actualisable',
  REVISABLE: 'Définitif révisable',
  AJUSTABLE: 'Définitif révisable',
};

/** `lots`: those of one contract. */
export function deriveContract(messages: Messages, lots: readonly AwardedLot[]): Partial<Contract> {
  const { award, call } = messages;
  const needs = lots.flatMap(({ id }) => call.lots.find((lot) => lot.id === id) ?? []);
  const durations = lots.map(({ id }) => durationOf(messages, id));
  const derived: { readonly [Key in keyof Contract]?: Contract[Key] | undefined } = {
    id: lots[0]?.contractId,
    acheteur: call.buyer.party.siret ?? award.buyer.siret,
    nature: 'Marché',
    objet: subjectOf(call, needs),
    codeCPV: needs.find(({ cpv }) => cpv !== undefined)?.cpv ?? call.consultation.cpv,
    ...formOf(call, needs),
    procedure: procedures[call.consultation.procedure],
    lieuExecution: placeOf(messages),
    dureeMois: longestOf(durations),
    dateNotification: parisDay(award.header.createdAt),
    montant: amountOf(lots, needs, durations),
    typesPrix: priceTypesOf(lots),
    formePrix: lots.some(({ lines = [] }) => lines.length > 0) ? 'Unitaire' : undefined,
    titulaires: holdersOf(messages, lots),
    ...groupOf(messages),
  };
  return Object.fromEntries(Object.entries(derived).filter(([, value]) => value !== undefined));
}

function subjectOf({ consultation }: Messages['call'], needs: readonly NeedLot[]): string {
  const titles = needs.map(({ id, title }) => `lot ${id} : ${title}`);
  const subject = [consultation.title, titles.join(' ; ')].filter((text) => text !== '').join(' – ');
  return subject.length > longestSubject ? `${subject.slice(0, longestSubject - 1)}…` : subject;
}

function formOf(
  { consultation }: Messages['call'],
  needs: readonly NeedLot[],
): { techniques?: Contract['techniques']; modalitesExecution?: Contract['modalitesExecution'] } {
  const form = needs.find(({ contractForm }) => contractForm)?.contractForm ?? consultation.contractForm;
  if (form === undefined) return {};
  const techniques: Contract['techniques'] = [];
  if (form !== 'MARCHE') techniques.push('Accord-cadre');
  if (consultation.procedure === 'SAD') techniques.push("Système d'acquisition dynamique");
  return {
    techniques: techniques.length > 0 ? techniques : ['Sans objet'],
    modalitesExecution: [...executions[form]],
  };
}

function placeOf({ award, call }: Messages): Contract['lieuExecution'] | undefined {
  const code = call.buyer.party.address?.postalCode ?? award.buyer.address?.postalCode;
  return code === undefined ? undefined : { code, typeCode: 'Code postal' };
}

/** Months that a lot runs: as the buyer adds; else its own or the consultation's, with the renewals. */
function durationOf({ call, complement }: Messages, lotId: string): number | undefined {
  const added = complement?.lots[lotId]?.dureeMois ?? complement?.commun.dureeMois;
  const lot = call.lots.find(({ id }) => id === lotId);
  if (added !== undefined || !lot) return added;
  const { months, renewals = 0, renewalMonths = 0 } = lot.months === undefined ? call.consultation : lot;
  return months === undefined ? undefined : months + renewals * renewalMonths;
}

/** A contract lasts as long as the longest of its lots. */
function longestOf(durations: readonly (number | undefined)[]): number | undefined {
  const longest = Math.max(...durations.map((months) => months ?? Number.NaN));
  return longest >= 1 ? longest : undefined;
}

/** The maximum of each lot where it has one; else its yearly amount awarded, over its own duration. */
function amountOf(
  lots: readonly AwardedLot[],
  needs: readonly NeedLot[],
  durations: readonly (number | undefined)[],
): number | undefined {
  let sum = zeroExact;
  for (const [index, { id, totals }] of lots.entries()) {
    const maximum = needs.find((lot) => lot.id === id)?.maximumAmount;
    const amount = maximum === undefined ? overMonths(totals?.total, durations[index]) : exact(maximum);
    if (!amount) return undefined;
    sum = addExact(sum, amount);
  }
  return Number(formatCents(sum));
}

/** Rounded half up to the cent: twelve months divide what hundredths do not. */
function overMonths(yearly: string | undefined, months: number | undefined): Exact | undefined {
  if (yearly === undefined || months === undefined) return undefined;
  const { units, scale } = multiplyExact(exact(yearly), exact(String(months)));
  return { units: (units * 1_000_000n + 6n) / 12n, scale: scale + 6 };
}

function priceTypesOf(lots: readonly AwardedLot[]): Contract['typesPrix'] | undefined {
  const forms = lots.flatMap(({ lines = [] }) => lines.flatMap(({ price }) => price?.form ?? []));
  const types = [...new Set(forms.map((form) => priceTypes[form]))];
  return types.length > 0 ? types : undefined;
}

function holdersOf(
  { award, offer }: Messages,
  lots: readonly AwardedLot[],
): Contract['titulaires'] | undefined {
  const ranked = lots.flatMap(({ holders = [] }) => holders.map(({ party }) => party));
  const parties = [award.holder, ...(offer?.coTenderers ?? []), ...ranked];
  const holders = new Map<string, Contract['titulaires'][number]>();
  for (const party of parties) {
    const holder = identityOf(party);
    if (!holder) return undefined;
    holders.set(holder.id, holder);
  }
  return [...holders.values()];
}

function identityOf({ siret, vatNumber }: Party): Contract['titulaires'][number] | undefined {
  if (siret !== undefined) return { typeIdentifiant: 'SIRET', id: siret };
  return vatNumber === undefined ? undefined : { typeIdentifiant: 'TVA', id: vatNumber };
}

/** Whether a group is joint or several, the offer does not say. */
function groupOf({ offer }: Messages): Partial<Contract> {
  if (!offer) return {};
  const isAlone = (offer.coTenderers ?? []).length === 0;
  return {
    sousTraitanceDeclaree: (offer.subcontractors ?? []).length > 0,
    ...(isAlone ? { typeGroupementOperateurs: 'Pas de groupement' } : {}),
  };
}

function parisDay(instant: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short' }).format(
    new Date(instant),
  );
}
