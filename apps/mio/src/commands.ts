import type { Command } from './command.ts';
import { check } from './commands/check.ts';
import { convert } from './commands/convert.ts';

/** In the order of the work. */
export const commands: readonly Command[] = [check, convert];
