export { openSftp, type SftpAccount } from './open-sftp.ts';
