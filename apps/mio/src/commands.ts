import type { Command } from './command.ts';
import { check } from './commands/check.ts';
import { authority } from './commands/authority.ts';
import { certify } from './commands/certify.ts';
import { convert } from './commands/convert.ts';
import { diff } from './commands/diff.ts';
import { excel } from './commands/excel.ts';
import { qualify } from './commands/qualify.ts';
import { request } from './commands/request.ts';
import { update } from './commands/update.ts';
import { verify } from './commands/verify.ts';
import { watch } from './commands/watch.ts';

/** In the order of the work. */
export const commands: readonly Command[] = [
  check,
  convert,
  diff,
  excel,
  certify,
  verify,
  watch,
  qualify,
  update,
  request,
  authority,
];
