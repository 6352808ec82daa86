import { createAuthority, entrustAuthority, issueController, renewLists } from '@liaison/mio-authority';
import type { Phrases, Places } from './mio-keys.ts';

/** Fictive. */
const licensee = {
  organisation: 'Liaison, démonstration',
  // No SIREN begins with 000: nobody's, with a right key.
  siret: '00000002600005',
  licence: 'MIO-DEMO-0001',
};

/** Makes the keys of an authority, a controller under it, and gives a server what it works with. */
export function holdCeremony({ authority, signer, server }: Places, phrases: Phrases): void {
  const now = new Date();
  const ceremony = { authority: phrases.authority, holder: () => phrases.authority };
  createAuthority(authority, 'Autorité MIO de démonstration', ceremony, now);
  issueController(authority, licensee, signer, phrases, now);
  entrustAuthority(authority, server, now);
}

/** Lists of revocations do not last as long as a demonstration may lie unused. */
export function renewDemoLists({ authority, server }: Places, phrases: Phrases): void {
  const now = new Date();
  renewLists(authority, phrases.authority, now);
  entrustAuthority(authority, server, now);
}
