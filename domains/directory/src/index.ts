export { findRecipients } from './find-recipients.ts';
export { regionIdentifiers } from './identifier.ts';
export {
  findCommunity,
  findProfessionalIdByEmail,
  findStructure,
  insertCommunity,
  insertProfessional,
  insertStructure,
  listMembersOfCommunity,
  listMemberships,
  listStructures,
  noteUsage,
  type CommunityRow,
  type MemberRow,
  type NewProfessional,
  type StructureRow,
} from './store.ts';
