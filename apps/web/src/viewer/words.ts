import type { StudySummary } from '@liaison/imaging/contract';
import type { Refusal } from './manifest-client.ts';

const THIN = '\u202f';
const NB = '\u00a0';
const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

export function decimal(value: number): string {
  return number.format(value).replace('-', '−');
}

export function imagesCount(count: number): string {
  return `${number.format(count)}${NB}image${count > 1 ? 's' : ''}`;
}

/** How far the reception is, in one line. It never says that a study is complete: only its sender knows. */
export function receptionText(study: Pick<StudySummary, 'arrival' | 'imageCount'>): string {
  if (study.arrival === 'expected') return 'Images demandées au PACS';
  if (study.arrival === 'purged') return 'Images supprimées';
  if (study.arrival === 'receiving') return `Réception en cours · ${imagesCount(study.imageCount)}`;
  const received = `${imagesCount(study.imageCount)} reçue${study.imageCount > 1 ? 's' : ''}`;
  return study.arrival === 'stalled' ? `Transfert interrompu · ${received}` : received;
}

export function quarantineText(count: number): string | null {
  if (count === 0) return null;
  const plural = count > 1;
  return `${imagesCount(count)} mise${plural ? 's' : ''} à part${NB}: autre contenu sous le même identifiant`;
}

export const REFUSALS: Readonly<Record<Refusal, { title: string; advice: string }>> = {
  'signed-out': {
    title: 'Votre session est terminée',
    advice: 'Connectez-vous pour voir les images.',
  },
  forbidden: {
    title: 'Cet examen ne vous est pas ouvert',
    advice: 'Demandez au service qui l’a reçu, ou ouvrez-le depuis le télédossier auquel il est joint.',
  },
  missing: {
    title: 'Examen introuvable',
    advice: 'Il n’existe pas, n’est plus conservé, ou ne vous est pas ouvert.',
  },
};

export const DIFFERENT_IDENTITIES = 'Identités différentes selon les séries';
export const IDENTITY_ADVICE = `vérifiez le nom et la date de naissance sur chaque série avant de conclure.`;
const ARRIVES = 'La première s’affichera ici dès son arrivée.';

/** What stands where images would, of a study that has none. */
export function emptyText({ arrival, purged }: Pick<StudySummary, 'arrival' | 'purged'>): {
  title: string;
  advice: string;
} {
  if (arrival === 'expected')
    return { title: 'Les images n’ont pas encore commencé à arriver', advice: ARRIVES };
  if (arrival !== 'purged' || !purged) return { title: 'Aucune image pour l’instant', advice: ARRIVES };
  const day = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(new Date(purged.at));
  const advice = purged.archivedIn
    ? `Elles sont archivées dans ${purged.archivedIn}${NB}: elles peuvent être récupérées depuis ce PACS.`
    : 'Leur archivage ailleurs avait été confirmé.';
  return { title: `Images supprimées le ${day}`, advice };
}
export const UNREACHABLE = {
  title: 'Le serveur ne répond pas',
  advice: 'Vérifiez votre connexion, puis réessayez.',
};
export const STALE = 'Connexion perdue · les images reçues depuis ne sont pas affichées';
/** Over a compressed picture, until the image itself is there. */
export const PREVIEW = 'Aperçu compressé · image en cours de chargement';
export const PREVIEW_NOTE = 'Aperçu, non interprétable';
export const POSSIBLY_INCOMPLETE = `Espacement irrégulier${NB}: série peut-être incomplète`;

/** Always on the screen; `NOTICE_FULL` is what it opens. */
export const NOTICE_SHORT =
  'Visualisation à des fins d’échange et d’aide à la téléexpertise. Non destiné au diagnostic primaire.';
export const NOTICE_FULL =
  'Visualisation d’images à des fins d’échange et d’aide à la téléexpertise. Non destiné au diagnostic primaire ' +
  `(interprétation initiale). Ce visualiseur n’est pas un dispositif médical marqué CE${THIN}; les décisions ` +
  'diagnostiques et thérapeutiques doivent s’appuyer sur les images originales, affichées sur une console adaptée et ' +
  'certifiée, et sur l’examen clinique. L’écran utilisé (téléphone, tablette, poste bureautique) peut ne pas restituer ' +
  'toute l’information. Mesures indicatives.';
