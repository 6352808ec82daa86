import type { Delivery, RouteConditions } from '@liaison/transfers/contract';
import { Ban, CircleAlert, CircleCheck, Clock, type LucideIcon, Send } from 'lucide-react';

import { countText, formatRelative, nbsp } from '../../ui/french.ts';
import type { Tone } from '../../ui/Status.tsx';

export type StateWords = { tone: Tone; icon: LucideIcon; text: string };

/** The state of a delivery in a word. */
export function stateWords(delivery: Pick<Delivery, 'state' | 'failure' | 'attempts'>): StateWords {
  switch (delivery.state) {
    case 'sending':
      return { tone: 'accent', icon: Send, text: 'Envoi en cours' };
    case 'done':
      return { tone: 'success', icon: CircleCheck, text: 'Envoyé' };
    case 'failed':
      return { tone: 'urgent', icon: CircleAlert, text: 'En échec' };
    case 'cancelled':
      return { tone: 'neutral', icon: Ban, text: 'Arrêté' };
    case 'waiting':
      return delivery.failure
        ? { tone: 'warning', icon: Clock, text: 'Nouvel essai prévu' }
        : { tone: 'neutral', icon: Clock, text: 'En attente' };
  }
}

/** « 212 sur 641 images ». */
export function describeProgress({ sent, total }: Pick<Delivery, 'sent' | 'total'>): string {
  return countText(sent, total);
}

/** « Nouvel essai dans 5 min », or nothing where none is due. */
export function describeNextTry({ state, nextTryAt, failure }: Delivery, now: Date): string | null {
  if (state !== 'waiting' || nextTryAt === null || !failure) return null;
  return Date.parse(nextTryAt) <= now.getTime()
    ? 'nouvel essai imminent'
    : `nouvel essai ${formatRelative(nextTryAt, now)}`;
}

export const commitmentWords: Readonly<Record<Delivery['commitment'], string | null>> = {
  none: null,
  asked: 'archivage demandé',
  unreported: 'archivage sans réponse du PACS',
  confirmed: 'archivage confirmé par le PACS',
  partial: 'archivage confirmé en partie',
  refused: 'archivage non confirmé par le PACS',
};

const days = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
export const weekdayChoices = days.map((label, at) => ({ value: String(at + 1), label: label.slice(0, 3) }));

export function formatMinute(minute: number): string {
  const hours = Math.floor(minute / 60) % 24;
  return `${String(hours).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** « Depuis CT1 · scanner, IRM · « avc » · lundi, mardi · de 20:00 à 08:00 », or « Tous les examens ». */
export function describeConditions(conditions: RouteConditions): string {
  const { callingAeTitles, modalities, words, weekdays, hours } = conditions;
  const parts = [
    callingAeTitles.length > 0 ? `depuis ${callingAeTitles.join(', ')}` : '',
    modalities.join(', '),
    words.map((word) => `«${nbsp}${word}${nbsp}»`).join(' ou '),
    weekdays
      .toSorted((a, b) => a - b)
      .map((day) => days[day - 1])
      .join(', '),
    hours ? `de ${formatMinute(hours.from)} à ${formatMinute(hours.to)}` : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : 'tous les examens reçus';
}
