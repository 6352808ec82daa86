/** Two organisations that exchange, on a real database, with the real controller and certificates of an authority of our own. */
import { withSystem, type SystemDatabase } from '@liaison/db';
import { insertCommunity, insertProfessional, insertStructure } from '@liaison/directory';
import {
  newId,
  systemClock,
  type Clock,
  type CommunityId,
  type StructureId,
  type UserActor,
  type UserId,
} from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { writeMessage, type Message } from '@liaison/mio';
import { certify } from '@liaison/mio-certificate';
import { controlOf, makeAuthority, type TestAuthority } from '@liaison/mio-certificate/testing';
import { openControlPool, type ControlPool } from '@liaison/mio-control';
import { fictiveNomenclatures } from '@liaison/mio-control/testing';
import { sql } from 'kysely';
import type { PartnerFields, Way } from './contract.ts';
import { insertPartner } from './partners/store.ts';
import type { Channel, Examining } from './ports.ts';
import type { Round } from './running/rounds.ts';
import { startExchanges, type Exchanges } from './running/start-exchanges.ts';
import { prepareMessage } from './sending/prepare-message.ts';
import { listRows, type ExchangeRow } from './store.ts';

export const silent = openLog('silent');

/** A round that nobody ends, and in which nothing may go wrong. */
export const calmRound: Round = {
  signal: new AbortController().signal,
  tell: (error) => {
    throw error;
  },
};

/** As the fictive market of `mio-control` names its two sides. */
export const buyerSiret = '26060000000012';
export const supplierSiret = '55210055400013';

export type Organisation = {
  readonly structureId: StructureId;
  readonly actor: UserActor;
  readonly siret: string;
};

let rank = 0;

export async function makeOrganisation(
  database: SystemDatabase,
  name: string,
  siret: string,
  feature: 'buyer' | 'supplier',
): Promise<Organisation> {
  rank += 1;
  const structureId = newId<StructureId>();
  const communityId = newId<CommunityId>();
  const userId = newId<UserId>();
  await withSystem(database, async (tx) => {
    await insertStructure(tx, { id: structureId, name, finess: null, siret, town: 'Valmont' });
    await insertCommunity(tx, { id: communityId, structureId, name: 'Achats', specialty: '', email: null });
    await insertProfessional(tx, {
      id: userId,
      familyName: name,
      givenName: 'Camille',
      profession: 'Acheteur',
      specialty: '',
      rpps: null,
      internalId: `${siret}-${rank}`,
      email: `achats.${rank}@exchanges.test`,
      features: [feature],
      communityIds: [communityId],
    });
  });
  const actor: UserActor = {
    kind: 'user',
    userId,
    structureId,
    communityIds: [communityId],
    features: [feature],
    displayName: `${name.toUpperCase()} Camille`,
  };
  return { structureId, actor, siret };
}

export async function makePartner(
  database: SystemDatabase,
  structureId: StructureId,
  siret: string,
  changes: Partial<PartnerFields> & { ways: Way[] },
): Promise<string> {
  const id = newId();
  await withSystem(database, (tx) =>
    insertPartner(tx, id, structureId, {
      name: `Partenaire ${siret}`,
      participant: { scheme: '0009', id: siret },
      siret,
      maySend: ['M10', 'M11', 'M20', 'M30', 'M40', 'M41'],
      requiresCertificate: true,
      isActive: true,
      ...changes,
    }),
  );
  return id;
}

/** An authority, and certified messages of whoever it licensed. */
export class TestDesk {
  readonly authority: TestAuthority = makeAuthority();

  async certified(message: Message, siret: string): Promise<Buffer> {
    const plain = Buffer.from(writeMessage(message));
    const signer = this.authority.issue('controller', {}, { organizationIdentifier: `NTRFR-${siret}` });
    const control = {
      message: { id: message.header.messageId, type: message.type },
      controlledAt: new Date(),
    };
    return certify(plain, controlOf(plain, control), signer, { stamp: null });
  }
}

export type TestExamining = Examining & { readonly pool: ControlPool };

/** A message as an organisation's software gives it to be sent: its header says to whom. @returns the exchange's id */
export function giveMessage(
  database: SystemDatabase,
  { structureId, actor }: Organisation,
  bytes: Uint8Array,
): Promise<string> {
  return withSystem(database, (tx) =>
    prepareMessage(
      tx,
      {
        structureId,
        channel: 'http',
        endpoint: '',
        fileName: 'message.xml',
        broughtBy: actor.displayName,
        bytes,
        partnerId: null,
      },
      systemClock.now(),
    ),
  );
}

/** Close its pool at the end. */
export function openExamining(
  desk: TestDesk,
  changes: { isProduction?: boolean; clock?: Clock } = {},
): TestExamining {
  const identity = { id: 'liaison-echanges', product: 'Liaison', version: '0' };
  const pool = openControlPool({ identity, nomenclatures: fictiveNomenclatures() }, { threads: 1 });
  return {
    pool,
    trust: () => desk.authority.trust(),
    isProduction: changes.isProduction ?? false,
    product: { name: 'Liaison', version: '0' },
    clock: changes.clock ?? systemClock,
  };
}

/** The worker of a process, which looks for what is due when it is asked to. */
export function startTestExchanges(
  database: SystemDatabase,
  examining: Examining,
  channels: readonly Channel[],
): Exchanges {
  const byKind = Object.fromEntries(channels.map((channel) => [channel.kind, channel]));
  return startExchanges({ database, examining, channels: byKind, log: silent, sweepMs: 3_600_000 });
}

/** All that a structure exchanged, in the order in which it came to us. */
export function listSeen(database: SystemDatabase, structureId: StructureId): Promise<ExchangeRow[]> {
  return withSystem(database, async (tx) => {
    const seen = await listRows(tx, { order: 'oldest', most: 1000 });
    return seen.filter((row) => row.structure_id === structureId);
  });
}

/** Messages that left, as ones that no channel took in time. */
export async function failSent(database: SystemDatabase, fileNames: readonly string[]): Promise<void> {
  await withSystem(database, (tx) =>
    sql`update exchanges.exchange set state = 'failed', reason = 'unreachable', handed_over_at = null
       where direction = 'outgoing' and file_name = any (${[...fileNames]})`.execute(tx),
  );
}
