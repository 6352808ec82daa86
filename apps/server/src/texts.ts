import { french as access } from '@liaison/access';
import { french as authority } from '@liaison/authority';
import { french as documents } from '@liaison/documents';
import { french as exchanges } from '@liaison/exchanges';
import { french as forms } from '@liaison/forms';
import { httpTexts, type ProblemTexts } from '@liaison/http';
import { french as imaging } from '@liaison/imaging';
import { french as imports } from '@liaison/imports';
import { french as marches } from '@liaison/marches';
import { french as notifications } from '@liaison/notifications';
import { frenchWithAdvice as pacs } from '@liaison/pacs';
import { french as patients } from '@liaison/patients';
import { french as retention } from '@liaison/retention';
import { french as signin } from '@liaison/signin';
import { french as teledossier } from '@liaison/teledossier';
import { french as transfers } from '@liaison/transfers';

/** The French text of every error code, gathered from the domains' own `fr.ts`. */
export const texts: ProblemTexts = {
  ...httpTexts,
  ...access,
  ...authority,
  ...documents,
  ...exchanges,
  ...forms,
  ...imaging,
  ...imports,
  ...marches,
  ...notifications,
  ...pacs,
  ...patients,
  ...retention,
  ...signin,
  ...teledossier,
  ...transfers,
};
