/** What is asked of an interface. A code keeps its meaning for ever; a withdrawn one is not used again. */
export const requirements = {
  'LIRE-1': 'Lire un message conforme sans rien en perdre ni y ajouter.',
  'LIRE-2': 'Garder les zéros de tête des codes.',
  'LIRE-3': 'Garder toutes les décimales des prix, jusqu’à la sixième.',
  'LIRE-4': 'Lire un message écrit autrement : autres préfixes, autre encodage, mise en page.',
  'LIRE-5': 'Distinguer un message d’essai d’un message de production.',
  'ECRIRE-1': 'Écrire des messages conformes aux règles de contrôle.',
  'ECRIRE-2': 'Écrire toutes les données reçues, et elles seules.',
  'ECRIRE-3': 'Écrire les codes avec leurs zéros de tête.',
  'ECRIRE-4': 'Écrire les prix avec toutes leurs décimales.',
  'ECRIRE-5': 'Marquer les messages d’essai.',
  'CONTROLER-1': 'Accepter un message conforme.',
  'CONTROLER-2': 'Refuser un message fautif, en nommant la faute par son code.',
  'CONTROLER-3': 'Refuser un fichier hostile ou endommagé, en nommant pourquoi.',
  'VERIFIER-1': 'Reconnaître un message certifié et intact.',
  'VERIFIER-2': 'Signaler un message altéré depuis sa certification.',
  'VERIFIER-3': 'Nommer les lignes altérées.',
  'VERIFIER-4': 'Reconnaître des données intactes sous une mise en forme modifiée.',
  'VERIFIER-5': 'Ne pas croire un certificat inconnu, révoqué ou contrefait, ni un message sans certificat.',
  'RECEVOIR-1': 'Accuser réception de chaque message, en citant son identifiant et son empreinte.',
  'RECEVOIR-2': 'Ne pas prendre deux fois un message reçu deux fois.',
  'RECEVOIR-3': 'Appliquer un rectificatif, et ne pas revenir à la version d’avant.',
  'RECEVOIR-4': 'Refuser un message d’essai en production.',
  'RECEVOIR-5': 'Refuser un message altéré, sans rien en prendre.',
} as const;
export type RequirementCode = keyof typeof requirements;

/** On which side of a market the interface stands: what it reads and writes follows from it. */
export const sides = ['acheteur', 'fournisseur'] as const;
export type Side = (typeof sides)[number];

/** One thing that was looked at in an answer. `fr`: what is wrong, empty where nothing is. */
export interface Check {
  readonly requirement: RequirementCode;
  /** Case and file that it is about. */
  readonly place: string;
  readonly isHeld: boolean;
  readonly fr: string;
}

export function held(requirement: RequirementCode, place: string): Check {
  return { requirement, place, isHeld: true, fr: '' };
}

export function missed(requirement: RequirementCode, place: string, fr: string): Check {
  return { requirement, place, isHeld: false, fr };
}
