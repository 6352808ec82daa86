import pg from 'pg';

/** The three roles of a Liaison database, and how each connects. */
export type RoleUrls = { appUrl: string; ownerUrl: string; systemUrl: string };

/**
 * Creates the three roles (DESIGN decision 1) where they are missing, and a database owned by `liaison_owner`.
 * Needs a superuser; in production the operator does the same by hand (docs/guides/exploitation.md).
 */
export async function createRolesAndDatabase(
  superUrl: string,
  database: string,
  password: string,
): Promise<RoleUrls> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    for (const role of ['liaison_owner', 'liaison_app', 'liaison_system']) {
      const exists = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = exists.rowCount ? 'alter' : 'create';
      await client.query(
        `${verb} role ${role} login nosuperuser nobypassrls nocreaterole password ${client.escapeLiteral(password)}`,
      );
    }
    const exists = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (!exists.rowCount)
      await client.query(`create database ${client.escapeIdentifier(database)} owner liaison_owner`);
  } finally {
    await client.end();
  }
  return roleUrls(superUrl, database, password);
}

/** The addresses of the three roles on the server of `anyUrl`. */
export function roleUrls(anyUrl: string, database: string, password: string): RoleUrls {
  const urlOf = (role: string) => {
    const url = new URL(anyUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${database}`;
    return url.href;
  };
  return {
    appUrl: urlOf('liaison_app'),
    ownerUrl: urlOf('liaison_owner'),
    systemUrl: urlOf('liaison_system'),
  };
}
