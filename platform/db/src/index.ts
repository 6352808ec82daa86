export {
  askSystem,
  maybeRow,
  oneRow,
  openDatabase,
  ping,
  refuseUnboundAppRole,
  rows,
  sendAlong,
  withActor,
  withSystem,
  type AppDatabase,
  type Database,
  type PoolOptions,
  type SystemDatabase,
  type Tx,
} from './database.ts';
export { copyCluster, giveCluster } from './copy-cluster.ts';
export { findEmbedded, startEmbedded, type EmbeddedServer } from './embedded.ts';
export { freePort } from './free-port.ts';
export { discoverMigrations, migrate, type MigrationSet } from './migrate.ts';
export { createRolesAndDatabase, roleUrls, type RoleUrls } from './roles.ts';
