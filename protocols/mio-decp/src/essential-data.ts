/** M52: the file that a buyer publishes on the national portal of open data (arrêté of 22 December 2022). */
import type { AwardedLot } from '@liaison/mio';
import type { Complement } from './complement.ts';
import { type Addition, type Contract, contractSchema } from './contract.ts';
import { deriveContract, type Messages } from './derive.ts';
import { type Fault, faultsOf } from './fault.ts';

export interface EssentialDataSources extends Messages {
  readonly complement?: Complement;
  /** Day of publication, `AAAA-MM-JJ`. */
  readonly publishedOn: string;
}

/** The file as JSON text, or everything that is missing for it. */
export type EssentialData = { readonly json: string } | { readonly faults: readonly Fault[] };

/** One contract for each contract number of the award, in its order. */
export function essentialData(sources: EssentialDataSources): EssentialData {
  const contracts: Contract[] = [];
  const faults: Fault[] = [];
  for (const lots of contractsOf(sources)) {
    const found = readContract(sources, lots);
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

function readContract(
  sources: EssentialDataSources,
  lots: readonly AwardedLot[],
): { readonly contract: Contract } | { readonly faults: readonly Fault[] } {
  const { complement, publishedOn } = sources;
  const added: Addition[] = lots.flatMap(({ id }) => complement?.lots[id] ?? []);
  const merged: Partial<Contract> = Object.assign(
    { datePublicationDonnees: publishedOn },
    deriveContract(sources, lots),
    complement?.commun,
    ...added,
  );
  const { data, error } = contractSchema.safeParse(merged, { reportInput: true });
  const found = error ? faultsOf(error) : [];
  if ((merged.origineFrance ?? 0) > (merged.origineUE ?? 1))
    found.push({
      donnee: 'origineFrance',
      fr: '« origineFrance » : la part française ne peut dépasser celle de l’Union européenne.',
    });
  if (data && found.length === 0) return { contract: data };
  const marche = merged.id ?? lots.map(({ id }) => `lot ${id}`).join(', ');
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
