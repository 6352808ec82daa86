import type { Config } from '@liaison/config';
import { hashPassword } from '@liaison/crypto';
import { freePort, openDatabase, withSystem, type RoleUrls } from '@liaison/db';
import { insertCommunity, insertProfessional, insertStructure } from '@liaison/directory';
import { installPeer } from '@liaison/pacs';
import { demoRegion } from '@liaison/region';
import { prepareMioKeys } from './mio-keys.ts';
import { saveAccount } from '@liaison/signin';

/** The hospital whose PACS is simulated whole: it can be searched. */
export const demoPacsAeTitle = 'CHA_PACS';

function calledAt(port: number) {
  return {
    name: 'PACS du CH de Valombre',
    host: '127.0.0.1',
    port,
    roles: { query: true, retrieve: 'move' },
  } as const;
}

/** Addresses from which the simulated scanners send. */
const thisMachine = ['127.0.0.1/32', '::1/128'];

/**
 * Puts the fictive region into the database, its accounts and its peers; doing it twice changes nothing but passwords.
 * @returns what the roles must know of the simulators
 */
export async function prepareDemo(config: Config, urls: RoleUrls): Promise<NodeJS.ProcessEnv> {
  const database = openDatabase('system', urls.systemUrl, { max: 2 });
  const pacsPort = await freePort();
  const passwordHash = await hashPassword(config.demoPassword);
  const mioKeys = await prepareMioKeys(config);
  try {
    await withSystem(database, async (tx) => {
      for (const structure of demoRegion.structures) await insertStructure(tx, structure);
      for (const community of demoRegion.communities) await insertCommunity(tx, community);
      for (const person of demoRegion.people) {
        await insertProfessional(tx, person);
        if (person.role) await saveAccount(tx, person.id, passwordHash);
      }
      for (const { aeTitle, id } of demoRegion.structures) {
        if (!aeTitle) continue;
        const called = aeTitle === demoPacsAeTitle ? calledAt(pacsPort) : {};
        await installPeer(
          tx,
          { aeTitle, structureId: id, addresses: thisMachine, ...called },
          { by: 'Démonstration', at: new Date() },
        );
      }
    });
  } finally {
    await database.close();
  }
  const made = { LIAISON_DEMO_PACS_PORT: String(pacsPort), ...mioKeys };
  if (config.smtpUrl) return made;
  return {
    ...made,
    LIAISON_SMTP_URL: `smtp://127.0.0.1:${await freePort()}`,
    LIAISON_DEMO_MAILBOX: 'yes',
  };
}
