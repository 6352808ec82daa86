/** `npm run check`: everything that can be said of the code in a minute, without a server. */
import { checkSteps } from './check-steps.mjs';
import { runSteps } from './steps.mjs';

process.exit(await runSteps(checkSteps));
