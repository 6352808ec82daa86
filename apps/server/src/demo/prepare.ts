import type { Config } from '@liaison/config';
import { hashPassword } from '@liaison/crypto';
import { freePort, openDatabase, withSystem, type RoleUrls } from '@liaison/db';
import { insertCommunity, insertProfessional, insertStructure } from '@liaison/directory';
import { insertPeer } from '@liaison/pacs';
import { demoRegion } from '@liaison/region';
import { saveAccount } from '@liaison/signin';

/** Addresses from which the simulated scanners send. */
const thisMachine = ['127.0.0.1/32', '::1/128'];

/**
 * Puts the fictive region into the database, its accounts and its peers; doing it twice changes nothing but passwords.
 * @returns what the roles must know of the simulators
 */
export async function prepareDemo(config: Config, urls: RoleUrls): Promise<NodeJS.ProcessEnv> {
  const database = openDatabase('system', urls.systemUrl, { max: 2 });
  const passwordHash = await hashPassword(config.demoPassword);
  try {
    await withSystem(database, async (tx) => {
      for (const structure of demoRegion.structures) await insertStructure(tx, structure);
      for (const community of demoRegion.communities) await insertCommunity(tx, community);
      for (const person of demoRegion.people) {
        await insertProfessional(tx, person);
        if (person.role) await saveAccount(tx, person.id, passwordHash);
      }
      for (const { aeTitle, id } of demoRegion.structures) {
        if (aeTitle) await insertPeer(tx, { aeTitle, structureId: id, addresses: thisMachine });
      }
    });
  } finally {
    await database.close();
  }
  if (config.smtpUrl) return {};
  return { LIAISON_SMTP_URL: `smtp://127.0.0.1:${await freePort()}`, LIAISON_DEMO_MAILBOX: 'yes' };
}
