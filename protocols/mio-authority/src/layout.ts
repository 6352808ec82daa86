/** Where things stand in an authority's folder; under `trust`, what everyone is given. */
export const files = {
  rootKey: 'racine.cle.pem',
  issuingKey: 'autorite.cle.pem',
  updateKey: 'mise-a-jour.cle.pem',
  pointerKey: 'pointeur.cle.pem',
  register: 'registre.json',
  lock: 'registre.verrou',
  trust: 'confiance',
  root: 'confiance/racine.pem',
  issuing: 'confiance/autorite.pem',
  rootList: 'confiance/racine.crl',
  issuingList: 'confiance/autorite.crl',
  updateRoot: 'confiance/racine-maj.json',
} as const;

/** Of whom two must agree before other keys are believed. */
export const holders = [1, 2, 3] as const;
export type Holder = (typeof holders)[number];

export const holderKey = (holder: Holder): string => `confiance-${holder}.cle.pem`;

const yearMs = 365.25 * 24 * 60 * 60 * 1000;
/** How long things are valid. A list of revocations says something for a week. */
export const lives = {
  root: 20 * yearMs,
  issuing: 10 * yearMs,
  controller: 2 * yearMs,
  list: yearMs / 52,
  rootList: yearMs,
} as const;
