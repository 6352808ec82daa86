import type { Recipient } from '@liaison/directory/contract';
import { imagingLineOf } from '@liaison/imaging/contract';
import type { ImagingLine, StudySummary } from '@liaison/imaging/contract';
import type { Addressee, DossierRow, PatientTraits } from '@liaison/teledossier/contract';
import {
  Archive,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  Hourglass,
  Lock,
  PencilLine,
  UserCheck,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { formatPersonName, plural } from '../../ui/french.ts';
import type { Tone } from '../../ui/Status.tsx';
import { purgedText } from '../exams/purged-text.ts';
import { describeAwaiting } from '../pacs/words.ts';
import type { TraitName } from './draft.ts';

type Mark = { readonly word: string; readonly tone: Tone; readonly icon: LucideIcon };

/** Each status with its word, its colour and its icon: always the three. */
export const statusMarks: Record<DossierRow['status'] | Addressee['status'], Mark> = {
  brouillon: { word: 'Brouillon', tone: 'neutral', icon: PencilLine },
  'en-attente-de-reponse': { word: 'En attente de réponse', tone: 'accent', icon: CircleDashed },
  'pris-en-charge': { word: 'Pris en charge', tone: 'info', icon: UserCheck },
  'en-attente-d-information': { word: 'En attente d’information', tone: 'warning', icon: CircleHelp },
  repondu: { word: 'Répondu', tone: 'success', icon: CircleCheck },
  refuse: { word: 'Refusé', tone: 'urgent', icon: CircleX },
  retire: { word: 'Retiré', tone: 'neutral', icon: CircleX },
  clos: { word: 'Clos', tone: 'neutral', icon: Lock },
};

/** Once answered, refused or closed, neither the hours left nor the urgency wait for anyone. */
export function isOver(status: DossierRow['status']): boolean {
  return status === 'repondu' || status === 'refuse' || status === 'clos';
}

const arrivalMarks: Record<ImagingLine['arrival'], Mark> = {
  none: { word: 'aucune image', tone: 'neutral', icon: CircleDashed },
  expected: { word: 'aucune image reçue du PACS', tone: 'neutral', icon: Hourglass },
  receiving: { word: 'réception en cours', tone: 'accent', icon: Hourglass },
  idle: { word: 'réception au repos', tone: 'neutral', icon: CircleCheck },
  stalled: { word: 'réception interrompue', tone: 'warning', icon: CircleX },
  purged: { word: 'images supprimées', tone: 'neutral', icon: Archive },
};

export const traitLabels: Record<TraitName, string> = {
  birthName: 'Nom de naissance',
  birthGivenNames: 'Prénoms de naissance',
  birthDate: 'Date de naissance',
  sex: 'Sexe',
  ipp: 'IPP',
};

/** How the images of a line are, with its colour and icon; what is asked of a PACS speaks before what has come. */
export function imagingMark(line: ImagingLine): Omit<Mark, 'word'> {
  return line.awaiting ? describeAwaiting(line.awaiting, line.imageCount) : arrivalMarks[line.arrival];
}

/**
 * `CT 83 images · réception en cours`, `CT · 120 sur 641 images · récupération depuis CHA_PACS`. A study at rest says only
 * its count: nobody knows whether more will come.
 */
export function imagingText(line: ImagingLine): string {
  const { arrival, imageCount } = line;
  const modalities = line.modalities.join(' + ');
  if (line.awaiting)
    return [modalities, describeAwaiting(line.awaiting, imageCount).text].filter(Boolean).join(' · ');
  if (arrival === 'none') return 'sans image';
  if (arrival === 'purged') return purgedText(line.purged);
  if (arrival === 'expected') return [modalities, arrivalMarks.expected.word].filter(Boolean).join(' · ');
  const counted = [modalities, plural(imageCount, 'image')].filter(Boolean).join(' ');
  return arrival === 'idle' ? counted : `${counted} · ${arrivalMarks[arrival].word}`;
}

/** The images of several studies in one line. */
export function studiesText(studies: readonly StudySummary[]): string {
  return imagingText({ ...imagingLineOf(studies), modalities: [] });
}

/** What the send button says: to whom, and what of the images is there already. */
export function sendText(recipients: readonly Recipient[], studies: readonly StudySummary[]): string {
  const [first] = recipients;
  if (!first) return 'Envoyer';
  const others = recipients.length - 1;
  const names = [recipientText(first), ...(others > 0 ? [`et ${plural(others, 'autre')}`] : [])].join(' ');
  return `Envoyer à ${names} · ${studiesText(studies)}`;
}

/** The name of a correspondent with the structure that tells homonyms apart. */
export function recipientText(recipient: Recipient): string {
  if (recipient.label.includes(recipient.structureName)) return recipient.label;
  return recipient.structureName ? `${recipient.label}, ${recipient.structureName}` : recipient.label;
}

/** As the band shows it while the author types: what he typed, else what is missing. */
export function displayNameOf(patient: PatientTraits, alias: string): string {
  if (patient.isUnknown) return alias.startsWith('INCONNU') ? alias : 'Patient inconnu';
  return formatPersonName(patient.birthName, patient.birthGivenNames) || 'Identité non saisie';
}

/** The name carries the identity: typed, it is no longer that of the images, whatever else comes from them. */
export function identityTrustOf(patient: PatientTraits): 'inconnu' | 'dicom' | 'provisoire' {
  if (patient.isUnknown) return 'inconnu';
  return patient.source.birthName === 'dicom' ? 'dicom' : 'provisoire';
}

/** Why an examination is proposed to a request. */
export const proposalReasons = {
  'accession-number': 'Même numéro de demande',
  'ipp-and-issuer': 'Même IPP',
  ipp: 'Même IPP',
  'name-and-birth-date': 'Même nom et date de naissance',
} as const;
