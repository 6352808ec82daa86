import { regionIdentifiers } from '@liaison/directory';
import type { FeatureGroup } from '@liaison/kernel';

/**
 * A region that does not exist: places, people and peers with identifiers in ranges that no real one uses. Ids are
 * constant, so that tests and screenshots name the same things at each start.
 */
const id = (kind: number, rank: number) =>
  `0199${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${rank.toString(16).padStart(12, '0')}`;

export type DemoStructure = {
  id: string;
  name: string;
  /** Of a hospital; a supplier has its SIRET. */
  finess: string | null;
  siret: string | null;
  town: string;
  aeTitle: string | null;
};
export type DemoCommunity = {
  id: string;
  structureId: string;
  name: string;
  specialty: string;
  email: string | null;
};
export type DemoPerson = {
  id: string;
  familyName: string;
  givenName: string;
  profession: string;
  specialty: string;
  rpps: string | null;
  internalId: string | null;
  email: string;
  features: readonly FeatureGroup[];
  communityIds: readonly string[];
  /** Shown on the demo page and at the start; null for people who only fill the directory. */
  role: string | null;
};

const structure = (rank: number, name: string, town: string, aeTitle: string | null): DemoStructure => ({
  id: id(1, rank),
  name,
  finess: regionIdentifiers.finess(rank),
  siret: null,
  town,
  aeTitle,
});

const cha = structure(1, 'CH de Valombre', 'Valombre', 'CHA_PACS');
const chb = structure(2, 'CH de Roquevive', 'Roquevive', 'CHB_PACS');
const chu = structure(3, 'CHU de Saint-Aurèle', 'Saint-Aurèle', 'CHU_PACS');
const clinic = structure(4, 'Clinique des Tilleuls', 'Saint-Aurèle', null);
const richer: DemoStructure = {
  id: id(1, 5),
  name: 'Laboratoire Richer',
  finess: null,
  // No SIREN begins with 000: nobody's, with a right key.
  siret: '00000001800002',
  town: 'Roquevive',
  aeTitle: null,
};

const authority: DemoStructure = {
  id: id(1, 6),
  name: 'Autorité MIO de démonstration',
  finess: null,
  // As above: nobody's.
  siret: '00000026500009',
  town: 'Saint-Aurèle',
  aeTitle: null,
};

const community = (
  rank: number,
  at: DemoStructure,
  name: string,
  specialty: string,
  email: string | null = null,
): DemoCommunity => ({
  id: id(2, rank),
  structureId: at.id,
  name,
  specialty,
  email,
});

const urgencesA = community(1, cha, 'Urgences', 'Médecine d’urgence');
const imagerieA = community(2, cha, 'Imagerie', 'Radiologie');
const urgencesB = community(3, chb, 'Urgences', 'Médecine d’urgence');
const imagerieB = community(4, chb, 'Imagerie', 'Radiologie');
const unv = community(5, chu, 'UNV – Neurologie vasculaire', 'Neurologie', 'garde.unv@demo.liaison');
const neuroradiology = community(
  6,
  chu,
  'Neuroradiologie interventionnelle',
  'Radiologie',
  'garde.nri@demo.liaison',
);
const neurosurgery = community(
  7,
  chu,
  'Neurochirurgie',
  'Neurochirurgie',
  'garde.neurochirurgie@demo.liaison',
);
const urgencesU = community(8, chu, 'Urgences', 'Médecine d’urgence');
const imagerieU = community(10, chu, 'Imagerie', 'Radiologie');
const purchasing = community(11, cha, 'Achats', 'Achats hospitaliers');
const standards = community(13, authority, 'Standard et licences', 'Normalisation des échanges');
const richerMarkets = community(12, richer, 'Réponse aux marchés', 'Marchés publics');
const cardiology = community(9, clinic, 'Cardiologie', 'Cardiologie');

type Given = Pick<DemoPerson, 'familyName' | 'givenName' | 'email' | 'role'> & {
  at: readonly DemoCommunity[];
  specialty?: string;
  profession?: string;
  features?: readonly FeatureGroup[];
  hasRpps?: boolean;
};

const structures = [cha, chb, chu, clinic, richer, authority];

/** What identifies the structure of a place. */
function identifierOf(place: DemoCommunity | undefined): string {
  const found = structures.find(({ id: known }) => known === place?.structureId);
  return found?.finess ?? found?.siret ?? '';
}

const person = (rank: number, given: Given): DemoPerson => ({
  id: id(3, rank),
  familyName: given.familyName,
  givenName: given.givenName,
  profession: given.profession ?? 'Médecin',
  specialty: given.specialty ?? given.at[0]?.specialty ?? '',
  rpps: given.hasRpps === false ? null : regionIdentifiers.rpps(rank),
  internalId: given.hasRpps === false ? `${identifierOf(given.at[0])}-${rank}` : null,
  email: given.email,
  features: given.features ?? ['clinical', 'imaging'],
  communityIds: given.at.map((place) => place.id),
  role: given.role,
});

const people: readonly DemoPerson[] = [
  person(1, {
    familyName: 'Arnaud',
    givenName: 'Claire',
    at: [urgencesA],
    email: 'requerant@demo.liaison',
    role: 'Urgentiste au CH de Valombre : demande un avis',
  }),
  person(2, {
    familyName: 'Belkacem',
    givenName: 'Samir',
    at: [unv],
    email: 'requis@demo.liaison',
    role: 'Neurologue à l’UNV du CHU de Saint-Aurèle : répond',
  }),
  person(3, {
    familyName: 'Costes',
    givenName: 'Lucie',
    at: [imagerieA],
    email: 'manip@demo.liaison',
    profession: 'Manipulatrice radio',
    specialty: 'Imagerie',
    features: ['imaging'],
    hasRpps: false,
    role: 'Manipulatrice au CH de Valombre : suit les envois d’images',
  }),
  person(4, {
    familyName: 'Delmas',
    givenName: 'Hugo',
    at: [unv, neuroradiology],
    email: 'unv.nri@demo.liaison',
    specialty: 'Neurologie',
    role: 'Neurologue à l’UNV et en neuroradiologie : choisit son contexte',
  }),
  person(5, {
    familyName: 'Estève',
    givenName: 'Maëlle',
    at: [urgencesB],
    email: 'urgences.b@demo.liaison',
    role: 'Urgentiste au CH de Roquevive : n’a accès à rien des autres',
  }),
  person(6, {
    familyName: 'Fabre',
    givenName: 'Noël',
    at: [neuroradiology],
    email: 'nri@demo.liaison',
    role: null,
  }),
  person(7, {
    familyName: 'Garrigue',
    givenName: 'Inès',
    at: [neurosurgery],
    email: 'neurochirurgie@demo.liaison',
    role: null,
  }),
  person(8, {
    familyName: 'Héraud',
    givenName: 'Paul',
    at: [urgencesA],
    email: 'urgences.a@demo.liaison',
    role: null,
  }),
  person(9, {
    familyName: 'Izard',
    givenName: 'Zoé',
    at: [imagerieB],
    email: 'imagerie.b@demo.liaison',
    role: null,
  }),
  person(10, {
    familyName: 'Jaurel',
    givenName: 'Thomas',
    at: [urgencesU],
    email: 'urgences.chu@demo.liaison',
    role: null,
  }),
  person(11, {
    familyName: 'Le Goff',
    givenName: 'Soizic',
    at: [cardiology],
    email: 'cardiologie@demo.liaison',
    role: null,
  }),
  person(12, {
    familyName: 'Nguyen',
    givenName: 'Antoine',
    at: [unv],
    email: 'unv@demo.liaison',
    role: null,
  }),
  person(13, {
    familyName: 'Olivier',
    givenName: 'Nadia',
    at: [imagerieA],
    email: 'admin.local@demo.liaison',
    profession: 'Ingénieure d’imagerie',
    specialty: 'Systèmes d’information',
    features: ['local-admin'],
    hasRpps: false,
    role: 'Administratrice du CH de Valombre : PACS, routes, conservation',
  }),
  person(14, {
    familyName: 'Peyre',
    givenName: 'Gilles',
    at: [imagerieU],
    email: 'admin.regional@demo.liaison',
    profession: 'Administrateur régional',
    specialty: 'Systèmes d’information',
    features: ['regional-admin'],
    hasRpps: false,
    role: 'Administrateur régional : PACS de tous les établissements',
  }),
  person(15, {
    familyName: 'Quintard',
    givenName: 'Élodie',
    at: [purchasing],
    email: 'acheteur@demo.liaison',
    profession: 'Acheteuse',
    features: ['buyer'],
    hasRpps: false,
    role: 'Acheteuse au CH de Valombre : contrôle les messages MIO des marchés',
  }),
  person(16, {
    familyName: 'Rouvière',
    givenName: 'Marc',
    at: [richerMarkets],
    email: 'fournisseur@demo.liaison',
    profession: 'Responsable des marchés',
    features: ['supplier'],
    hasRpps: false,
    role: 'Responsable des marchés au laboratoire Richer : contrôle ses offres',
  }),
  person(17, {
    familyName: 'Saunier',
    givenName: 'Hélène',
    at: [standards],
    email: 'autorite@demo.liaison',
    profession: 'Responsable du standard',
    features: ['authority'],
    hasRpps: false,
    role: 'Responsable de l’autorité MIO : licences, qualifications, mises à jour',
  }),
];

export const demoRegion = {
  structures,
  communities: [
    urgencesA,
    imagerieA,
    urgencesB,
    imagerieB,
    unv,
    neuroradiology,
    neurosurgery,
    urgencesU,
    imagerieU,
    cardiology,
    purchasing,
    richerMarkets,
    standards,
  ],
  people,
} as const;
