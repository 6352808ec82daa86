/** M52: the file that a buyer publishes on the national portal of open data (arrêté of 22 December 2022). */
import type { AwardedLot } from '@liaison/mio';
import { type Addition, type Contract, contractSchema } from './contract.ts';
import { deriveContract, type Messages } from './derive.ts';
import { type Fault, faultsOf } from './fault.ts';

export interface EssentialDataSources extends Messages {
  /** Day of publication, `AAAA-MM-JJ`. */
  readonly publishedOn: string;
}

/** The file as JSON text, or everything that is missing for it. */
export type EssentialData = { readonly json: string } | { readonly faults: readonly Fault[] };

/** What is known of a contract, before it is held against the format. */
interface Draft {
  readonly lots: readonly AwardedLot[];
  readonly data: Partial<Contract>;
}

/** One contract for each contract number of the award, in its order. */
export function essentialData(sources: EssentialDataSources): EssentialData {
  const drafts = contractsOf(sources).map((lots) => draftOf(sources, lots));
  const contracts: Contract[] = [];
  const faults = [...sharedNumbers(drafts), ...drafts.flatMap((draft) => contradictions(sources, draft))];
  for (const draft of drafts) {
    const found = readContract(draft);
    if ('faults' in found) faults.push(...found.faults);
    else contracts.push(found.contract);
  }
  if (faults.length > 0) return { faults };
  return { json: `${JSON.stringify({ marches: { marche: contracts.map(formatContract) } }, null, 2)}\n` };
}

/** Lots of one contract together; a lot without a number is a contract of its own. */
function contractsOf({ award, complement }: EssentialDataSources): AwardedLot[][] {
  const contracts = Map.groupBy(
    award.lots,
    ({ id, contractId }) => complement?.lots[id]?.id ?? contractId ?? `lot ${id}`,
  );
  return [...contracts.values()];
}

/** What the buyer adds wins, but for a duration, which is that of the longest lot. */
function draftOf(sources: EssentialDataSources, lots: readonly AwardedLot[]): Draft {
  const { complement, publishedOn } = sources;
  const added: Addition[] = lots.flatMap(({ id }) => complement?.lots[id] ?? []);
  const derived = deriveContract(sources, lots);
  const data: Partial<Contract> = Object.assign(
    { datePublicationDonnees: publishedOn },
    derived,
    complement?.commun,
    ...added,
    { dureeMois: derived.dureeMois },
  );
  return { lots, data };
}

/** Contracts are told apart by their numbers: one that is said for all of them is that of none. */
function sharedNumbers(drafts: readonly Draft[]): Fault[] {
  const byNumber = Map.groupBy(drafts, ({ data }) => data.id ?? '');
  return [...byNumber].flatMap(([marche, { length }]) =>
    marche === '' || length === 1
      ? []
      : {
          donnee: 'id',
          marche,
          fr: `« id » : ${length} marchés auraient ce numéro ; dans « lots », donnez à chaque marché son numéro, le même aux lots d’un même marché.`,
        },
  );
}

/** Lots of one contract of which the buyer says different things: but for a duration, a contract has one of each datum. */
function contradictions({ complement }: EssentialDataSources, draft: Draft): Fault[] {
  const said = draft.lots.flatMap(({ id }) =>
    Object.entries(complement?.lots[id] ?? {})
      .filter(([donnee]) => donnee !== 'dureeMois')
      .map(([donnee, value]) => ({ id, donnee, value })),
  );
  return [...Map.groupBy(said, ({ donnee }) => donnee)].flatMap(([donnee, each]) => {
    if (new Set(each.map(({ value }) => comparable(value))).size === 1) return [];
    const lots = each.map(({ id }) => id).join(', ');
    return {
      donnee,
      marche: numberOf(draft),
      fr: `« ${donnee} » : les lots ${lots} sont d’un même marché, et « lots » ne leur donne pas la même valeur ; donnez la même à tous.`,
    };
  });
}

/** The same text for the same datum: a list is so in any order. */
function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted((a, b) => (a < b ? -1 : 1)) : value);
}

function numberOf({ lots, data }: Draft): string {
  return data.id ?? lots.map(({ id }) => `lot ${id}`).join(', ');
}

function readContract(
  contract: Draft,
): { readonly contract: Contract } | { readonly faults: readonly Fault[] } {
  const { data: draft } = contract;
  const { data, error } = contractSchema.safeParse(draft, { reportInput: true });
  const found = error ? faultsOf(error) : [];
  if ((draft.origineFrance ?? 0) > (draft.origineUE ?? 1))
    found.push({
      donnee: 'origineFrance',
      fr: '« origineFrance » : la part française ne peut dépasser celle de l’Union européenne.',
    });
  if (data && found.length === 0) return { contract: data };
  const marche = numberOf(contract);
  return { faults: found.map((fault) => ({ ...fault, marche })) };
}

/** In the order of the format, lists within the elements that it wants around them. */
function formatContract(contract: Contract): object {
  return {
    id: contract.id,
    acheteur: { id: contract.acheteur },
    nature: contract.nature,
    objet: contract.objet,
    codeCPV: contract.codeCPV,
    techniques: { technique: contract.techniques },
    modalitesExecution: { modaliteExecution: contract.modalitesExecution },
    idAccordCadre: contract.idAccordCadre,
    marcheInnovant: contract.marcheInnovant,
    ccag: contract.ccag,
    offresRecues: contract.offresRecues,
    attributionAvance: contract.attributionAvance,
    tauxAvance: contract.tauxAvance,
    typeGroupementOperateurs: contract.typeGroupementOperateurs,
    sousTraitanceDeclaree: contract.sousTraitanceDeclaree,
    procedure: contract.procedure,
    lieuExecution: contract.lieuExecution,
    dureeMois: contract.dureeMois,
    dateNotification: contract.dateNotification,
    datePublicationDonnees: contract.datePublicationDonnees,
    montant: contract.montant,
    typesPrix: { typePrix: contract.typesPrix },
    formePrix: contract.formePrix,
    origineUE: contract.origineUE,
    origineFrance: contract.origineFrance,
    titulaires: contract.titulaires.map((titulaire) => ({ titulaire })),
    considerationsSociales: { considerationSociale: contract.considerationsSociales },
    considerationsEnvironnementales: {
      considerationEnvironnementale: contract.considerationsEnvironnementales,
    },
  };
}
