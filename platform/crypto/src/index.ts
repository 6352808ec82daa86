export { digest, hashPassword, newCode, newToken, verifyPassword } from './secret.ts';
export { openSigner, type Signer } from './signer.ts';
