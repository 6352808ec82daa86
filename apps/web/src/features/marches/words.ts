import type { Severity, ShownFinding, ShownReport } from '@liaison/marches/contract';
import { CircleAlert, CircleX, Info, TriangleAlert } from 'lucide-react';
import { nbsp, plural } from '../../ui/french.ts';
import type { Tone } from '../../ui/Status.tsx';

/** What a message is, for who does not know the codes of the standard. */
const messageNames: Readonly<Record<string, string>> = {
  M10: 'Demande de prix',
  M11: 'Rectificatif',
  M12: 'Question',
  M13: 'Réponse',
  M20: 'Offre de prix',
  M21: 'Retrait d’offre',
  M22: 'Enveloppe scellée',
  M23: 'Récépissé de dépôt',
  M24: 'Demande de précision',
  M25: 'Précision',
  M30: 'Attribution',
  M31: 'Rejet',
  M32: 'Acte d’engagement',
  M33: 'Sans suite',
  M40: 'Résultat de contrôle',
  M41: 'Accusé de réception',
  M50: 'Mise à jour',
  M51: 'Catalogue d’exécution',
};

export function messageName(type: string | undefined): string {
  return type === undefined ? 'Message non reconnu' : (messageNames[type] ?? `Message ${type}`);
}

export const severityNames: Readonly<Record<Severity, { one: string; several: string }>> = {
  BLOQUANT: { one: 'bloquant', several: 'bloquants' },
  ERREUR: { one: 'erreur', several: 'erreurs' },
  AVERTISSEMENT: { one: 'avertissement', several: 'avertissements' },
  INFO: { one: 'information', several: 'informations' },
};

export const severityLooks = {
  BLOQUANT: { tone: 'urgent', icon: CircleX },
  ERREUR: { tone: 'urgent', icon: CircleAlert },
  AVERTISSEMENT: { tone: 'warning', icon: TriangleAlert },
  INFO: { tone: 'info', icon: Info },
} as const satisfies Readonly<Record<Severity, { tone: Tone; icon: typeof Info }>>;

/** Stages of a control, in its order, as a reader would call them. */
export const layerNames: Readonly<Record<string, string>> = {
  ENVELOPPE: 'Fichier',
  SECURITE: 'Sécurité',
  XML: 'Écriture XML',
  XSD: 'Forme des données',
  STRUCTURE: 'Structure',
  NOMENCLATURE: 'Nomenclatures',
  METIER: 'Calculs et règles du métier',
  CROISE: 'Accord avec la demande de prix',
  PLAUSIBILITE: 'Vraisemblance',
};

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The outcome in a sentence: what it means for who sends the message. */
export const verdicts: Readonly<
  Record<ShownReport['verdict'], { tone: 'success' | 'warning' | 'urgent'; title: string; text: string }>
> = {
  OK: { tone: 'success', title: 'Message conforme', text: 'Il peut être certifié et envoyé.' },
  OK_AVEC_RESERVES: {
    tone: 'warning',
    title: 'Message conforme, avec des réserves',
    text: 'Il peut être certifié. Lisez d’abord les avertissements : ils montrent souvent une faute de frappe.',
  },
  KO: {
    tone: 'urgent',
    title: 'Message non conforme',
    text: 'Corrigez les erreurs ici, ou dans votre logiciel ou votre classeur.',
  },
};

/** `Lot 3 · ligne 3.2 · Prix unitaire HT`. */
export function placeText({ location }: ShownFinding): string {
  const { excel, lot, ligne, champ, line } = location;
  const parts = [
    excel,
    lot === undefined ? undefined : `Lot${nbsp}${lot}`,
    ligne === undefined ? undefined : `ligne${nbsp}${ligne}`,
    champ,
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(' · ');
  return line === undefined ? 'Ensemble du message' : `Ligne${nbsp}${line} du fichier`;
}

/** `3 erreurs, 1 avertissement`. */
export function countsText({ counts }: ShownReport): string {
  const told = Object.entries(severityNames).flatMap(([severity, { one, several }]) => {
    const count = isSeverity(severity) ? counts.bySeverity[severity] : 0;
    return count > 0 ? [plural(count, one, several)] : [];
  });
  return told.length === 0 ? 'Aucun constat' : told.join(', ');
}

function isSeverity(word: string): word is Severity {
  return word in severityNames;
}
