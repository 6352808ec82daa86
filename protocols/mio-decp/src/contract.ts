/** The essential data of one contract, flat: names are those of the French format, version 2.0.3. */
import { z } from 'zod';

/** Closed lists of the format, in its order. */
export const words = {
  nature: ['Marché', 'Marché de partenariat', 'Marché de défense ou de sécurité'],
  technique: [
    'Accord-cadre',
    'Concours',
    'Système de qualification',
    "Système d'acquisition dynamique",
    'Catalogue électronique',
    'Enchère électronique',
    'Sans objet',
  ],
  modaliteExecution: ['Tranches', 'Bons de commande', 'Marchés subséquents', 'Sans objet'],
  ccag: [
    'Travaux',
    "Maitrise d'œuvre",
    'Fournitures courantes et services',
    'Marchés industriels',
    'Prestations intellectuelles',
    "Techniques de l'information et de la communication",
    'Pas de CCAG',
  ],
  typeGroupementOperateurs: ['Conjoint', 'Solidaire', 'Pas de groupement'],
  procedure: [
    'Procédure adaptée',
    "Appel d'offres ouvert",
    "Appel d'offres restreint",
    'Procédure avec négociation',
    'Marché passé sans publicité ni mise en concurrence préalable',
    'Dialogue compétitif',
  ],
  typeCode: [
    'Code postal',
    'Code commune',
    'Code arrondissement',
    'Code canton',
    'Code département',
    'Code région',
    'Code pays',
  ],
  typePrix: ['Définitif ferme', 'Définitif actualisable', 'Définitif révisable', 'Provisoire'],
  formePrix: ['Unitaire', 'Forfaitaire', 'Mixte'],
  considerationSociale: [
    'Clause sociale',
    'Critère social',
    'Marché réservé',
    'Pas de considération sociale',
  ],
  considerationEnvironnementale: [
    'Clause environnementale',
    'Critère environnemental',
    'Pas de considération environnementale',
  ],
} as const;

const date = z.iso.date();
const share = z.number().min(0).max(1);
const longestId = 16;
const longestSubject = 1000;

function listOf<const Word extends string>(of: readonly Word[]) {
  return z
    .array(z.enum(of))
    .min(1)
    .transform((list) => [...new Set(list)]);
}

/** What a complement may say: every datum but the parties and the procedure, which are those of the messages. */
const saidByBuyer = z.strictObject({
  id: z.string().min(1).max(longestId),
  nature: z.enum(words.nature),
  objet: z.string().min(1).max(longestSubject),
  codeCPV: z.string().regex(/^[0-9]{8}(-[0-9])?$/),
  techniques: listOf(words.technique),
  modalitesExecution: listOf(words.modaliteExecution),
  idAccordCadre: z.string().min(1).max(longestId).optional(),
  marcheInnovant: z.boolean(),
  ccag: z.enum(words.ccag),
  offresRecues: z.int().min(1),
  attributionAvance: z.boolean(),
  tauxAvance: share.optional(),
  typeGroupementOperateurs: z.enum(words.typeGroupementOperateurs),
  sousTraitanceDeclaree: z.boolean(),
  lieuExecution: z.strictObject({ code: z.string().min(1), typeCode: z.enum(words.typeCode) }),
  dureeMois: z.int().min(1),
  dateNotification: date,
  datePublicationDonnees: date,
  montant: z.number().min(1),
  typesPrix: listOf(words.typePrix),
  formePrix: z.enum(words.formePrix),
  origineUE: share.optional(),
  origineFrance: share.optional(),
  considerationsSociales: listOf(words.considerationSociale),
  considerationsEnvironnementales: listOf(words.considerationEnvironnementale),
});

/** Everything of one contract. */
export const contractSchema = saidByBuyer.extend({
  acheteur: z.string().regex(/^[0-9]{14}$/),
  procedure: z.enum(words.procedure),
  titulaires: z
    .array(z.strictObject({ typeIdentifiant: z.enum(['SIRET', 'TVA']), id: z.string().min(1) }))
    .min(1),
});

export type Contract = z.infer<typeof contractSchema>;

/** Data that the buyer gives himself, for all contracts of an award or for one lot. */
export const additionSchema = saidByBuyer.partial();
export type Addition = z.infer<typeof additionSchema>;
