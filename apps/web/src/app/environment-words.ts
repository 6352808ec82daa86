import type { Session } from '@liaison/signin/contract';
import { nbsp } from '../ui/french.ts';

const ofMarkets: ReadonlySet<Session['features'][number]> = new Set(['buyer', 'supplier', 'authority']);

/** What stands above every page of an installation that is not the real one; null in production. */
export function environmentWords({ environment, features }: Pick<Session, 'environment' | 'features'>) {
  if (environment === 'production') return null;
  const trades = features.some((feature) => ofMarkets.has(feature));
  const cares = features.some((feature) => !ofMarkets.has(feature));
  if (environment === 'demo') return `Démonstration${nbsp}: ${fictive(trades, cares)} fictifs`;
  return `Préproduction${nbsp}: ${absent(trades, cares)} réel`;
}

function fictive(trades: boolean, cares: boolean): string {
  if (!trades) return 'patients';
  return cares ? 'patients et marchés' : 'marchés et produits';
}

function absent(trades: boolean, cares: boolean): string {
  if (!trades) return 'aucun patient';
  return cares ? 'aucun patient ni marché' : 'aucun marché';
}
