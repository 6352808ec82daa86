export { makeRequest, TestCeremony } from './testing-ceremony.ts';
export { openAuthorityDesk, type AuthorityDesk, type TestLicence } from './testing-desk.ts';
