/** `npm run operate -- <command>`: verify-store, verify-journal, backup, restore. */
await import('../apps/server/src/operate.ts');
