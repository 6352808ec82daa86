/** Bytes. Above this a message is neither certified nor verified: nothing of ours comes near. */
export const largestMessage = 256 * 1024 * 1024;
