import type { Exchange, ExchangeStory } from '@liaison/exchanges/contract';
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleX,
  Clock,
  Copy,
  Inbox,
  LoaderCircle,
  type LucideIcon,
  MailCheck,
  RotateCw,
  ScanSearch,
  Send,
  ShieldAlert,
} from 'lucide-react';

import { nbsp, typographic } from '../../ui/french.ts';
import type { Tone } from '../../ui/Status.tsx';
import { capital, messageName } from '../marches/words.ts';

type State = Exchange['state'];
type Look = { tone: Tone; icon: LucideIcon };

const looks: Readonly<Record<State, Look>> = {
  prepared: { tone: 'accent', icon: LoaderCircle },
  controlled: { tone: 'accent', icon: Send },
  dispatched: { tone: 'info', icon: Send },
  received: { tone: 'info', icon: MailCheck },
  integrated: { tone: 'success', icon: CircleCheck },
  rejected: { tone: 'urgent', icon: CircleX },
  refused: { tone: 'urgent', icon: CircleX },
  failed: { tone: 'urgent', icon: CircleAlert },
  available: { tone: 'accent', icon: Inbox },
  declined: { tone: 'neutral', icon: CircleX },
  quarantined: { tone: 'warning', icon: ShieldAlert },
  duplicate: { tone: 'neutral', icon: Copy },
};

export type ShownState = Look & { text: string };

type Shown = Pick<Exchange, 'direction' | 'state' | 'stateLabel' | 'reason'>;

/** Where an exchange is, in a word: what the API says, save where a reader of a list needs to be told more. */
export function stateWords({ direction, state, stateLabel, reason }: Shown): ShownState {
  if (state === 'controlled' && reason !== null)
    return { tone: 'warning', icon: Clock, text: 'Nouvel essai prévu' };
  if (direction === 'incoming' && state === 'received')
    return { tone: 'accent', icon: LoaderCircle, text: 'Examen en cours' };
  // What was refused on its way in is over: nobody has to do anything.
  if (direction === 'incoming' && state === 'refused') return { tone: 'neutral', icon: Ban, text: 'Refusé' };
  if (state === 'available') return { ...looks.available, text: 'À intégrer' };
  return { ...looks[state], text: capital(stateLabel) };
}

export type ShownStep = ExchangeStory['events'][number] & { icon: LucideIcon; text: string };

type Told = Pick<ExchangeStory, 'events'> & { exchange: Pick<Exchange, 'direction'> };

/** The story, where a state that comes again is told as what was done to bring it back. */
export function stepsOf({ exchange, events }: Told): ShownStep[] {
  return events.map((event, rank) => {
    const before = events[rank - 1]?.state;
    const isAgain = before === 'failed' || before === event.state;
    if (exchange.direction === 'incoming' && event.state === 'received' && before !== undefined)
      return { ...event, icon: ScanSearch, text: 'Examiné de nouveau' };
    if (event.state === 'controlled' && isAgain) return { ...event, icon: RotateCw, text: 'Envoi relancé' };
    return { ...event, icon: looks[event.state].icon, text: capital(event.stateLabel) };
  });
}

const quarantineAdvice: Partial<Readonly<Record<NonNullable<Exchange['reason']>, string>>> = {
  unreadable: 'Demandez à l’expéditeur de l’envoyer à nouveau.',
  certificate:
    'Demandez à l’expéditeur un message certifié. Si vous l’en dispensez, changez ce partenaire, puis examinez le message de nouveau.',
  'other-signer':
    'Vérifiez auprès de l’expéditeur par un autre moyen, et demandez-lui un message certifié par son organisation.',
  'not-conform': 'Lisez-le, et demandez à l’expéditeur un message corrigé.',
  'not-allowed': 'Examinez-le de nouveau pour l’accepter quand même.',
  'control-failed': 'Examinez-le de nouveau ; s’il revient ici, donnez son numéro à l’assistance.',
  'unknown-reference': 'Examinez-le de nouveau quand ce message sera arrivé.',
  'out-of-order': 'Il sortira seul de quarantaine ; pour l’accepter sans attendre, examinez-le de nouveau.',
};

/** What a person can do about it, where the reason does not say so; null: nothing. */
export function adviceOf({ state, reason }: Pick<Exchange, 'state' | 'reason'>): string | null {
  if (state === 'failed') return 'Une fois la cause levée, réessayez.';
  if (state !== 'quarantined' || reason === null) return null;
  const advice = quarantineAdvice[reason];
  return advice === undefined ? null : typographic(advice);
}

/** Whether it stays where it is until a person does something. */
export function isStuck({ state }: Pick<Exchange, 'state'>): boolean {
  return state === 'quarantined' || state === 'failed';
}

/** Whether it will be elsewhere by itself, in a moment. */
export function isMoving({ direction, state }: Pick<Exchange, 'direction' | 'state'>): boolean {
  return state === 'prepared' || state === 'controlled' || (direction === 'incoming' && state === 'received');
}

/** `Offre de prix (M20)`. */
export function titleOf(messageType: string | null): string {
  if (messageType === null) return messageName(undefined);
  const name = messageName(messageType);
  return name.endsWith(messageType) ? name : `${name}${nbsp}(${messageType})`;
}

/** `reçu de Richer`, `envoyé à Hôpital Pasteur`. */
export function withWhom({ direction, partner }: Pick<Exchange, 'direction' | 'partner'>): string {
  if (direction === 'incoming') return `reçu ${partner ? `de ${partner.name}` : 'd’un expéditeur inconnu'}`;
  return partner ? `envoyé à ${partner.name}` : 'envoyé, sans destinataire connu';
}

export const channelNames: Readonly<Record<Exchange['channel'], string>> = {
  mail: 'courriel',
  sftp: 'SFTP',
  folder: 'dossier partagé',
  http: 'cette plateforme',
};

/** Acknowledgements and results of control: they are read, and nobody is told. */
export function isReply({ messageType }: Pick<Exchange, 'messageType'>): boolean {
  return messageType === 'M40' || messageType === 'M41';
}
