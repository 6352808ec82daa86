import type { ExchangeState } from '@liaison/exchanges/contract';

/** Which way; the words are those of the page's address. */
export const ways = [
  { value: 'tous', label: 'Tous' },
  { value: 'recus', label: 'Reçus', direction: 'incoming' },
  { value: 'envoyes', label: 'Envoyés', direction: 'outgoing' },
] as const;
export type WayChoice = (typeof ways)[number]['value'];

/** What is to be done, rather than each of the states: what needs a person is first. */
export const stages = [
  { value: 'tous', label: 'Tous les états', states: [] },
  { value: 'a-decider', label: 'À décider', states: ['quarantined', 'failed'] },
  { value: 'a-integrer', label: 'À intégrer', states: ['available'] },
  { value: 'en-route', label: 'En route', states: ['prepared', 'controlled', 'dispatched'] },
  { value: 'refuses', label: 'Refusés', states: ['refused', 'rejected', 'declined'] },
] as const satisfies readonly { value: string; label: string; states: readonly ExchangeState[] }[];
export type StageChoice = (typeof stages)[number]['value'];

export type ExchangeFilter = {
  readonly way: WayChoice;
  readonly stage: StageChoice;
  /** Of a partner; none: all. */
  readonly partnerId: string;
  readonly consultation: string;
};

export const noFilter: ExchangeFilter = { way: 'tous', stage: 'tous', partnerId: '', consultation: '' };

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const longestConsultation = 100;

/** As the page's address says; what it does not know is left out. */
export function readFilter(params: URLSearchParams): ExchangeFilter {
  const partnerId = params.get('partenaire') ?? '';
  return {
    way: ways.find(({ value }) => value === params.get('sens'))?.value ?? 'tous',
    stage: stages.find(({ value }) => value === params.get('etat'))?.value ?? 'tous',
    partnerId: uuid.test(partnerId) ? partnerId : '',
    consultation: (params.get('consultation') ?? '').trim().slice(0, longestConsultation),
  };
}

/** The address's part that `readFilter` reads back: empty, or from its question mark. */
export function formatFilter({ way, stage, partnerId, consultation }: ExchangeFilter): string {
  const params = new URLSearchParams();
  if (way !== 'tous') params.set('sens', way);
  if (stage !== 'tous') params.set('etat', stage);
  if (partnerId !== '') params.set('partenaire', partnerId);
  if (consultation !== '') params.set('consultation', consultation);
  return params.size > 0 ? `?${params}` : '';
}

/** What the API is asked. */
export function queryOfFilter({ way, stage, partnerId, consultation }: ExchangeFilter) {
  const chosen = ways.find(({ value }) => value === way);
  return {
    ...(chosen && 'direction' in chosen ? { direction: chosen.direction } : {}),
    state: stages.find(({ value }) => value === stage)?.states ?? [],
    ...(partnerId === '' ? {} : { partnerId }),
    ...(consultation === '' ? {} : { consultation }),
  };
}
