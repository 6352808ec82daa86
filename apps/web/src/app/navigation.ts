import {
  Archive,
  ArrowLeftRight,
  FileCheck2,
  FileText,
  FlaskConical,
  Inbox,
  type LucideIcon,
  Route,
  ScanLine,
  ScanSearch,
  Server,
  ShieldCheck,
  Stamp,
} from 'lucide-react';

import type { WorkingSession } from './session.tsx';

export type Destination = { path: string; label: string; icon: LucideIcon; keys: string };

type Gated = Destination & { isFor(session: WorkingSession): boolean };

const isClinical = ({ features }: WorkingSession) => features.includes('clinical');

const isAdministrator = ({ features }: WorkingSession) =>
  features.includes('local-admin') || features.includes('regional-admin');

const isTrading = ({ features }: WorkingSession) =>
  features.includes('buyer') || features.includes('supplier');

const destinations: readonly Gated[] = [
  { path: '/', label: 'À traiter', icon: Inbox, keys: 'g a', isFor: isClinical },
  { path: '/teledossiers', label: 'Télédossiers', icon: FileText, keys: 'g t', isFor: isClinical },
  {
    path: '/examens',
    label: 'Examens',
    icon: ScanLine,
    keys: 'g e',
    isFor: (session) => isClinical(session) || session.features.includes('imaging'),
  },
  {
    path: '/pacs',
    label: 'Mon PACS',
    icon: ScanSearch,
    keys: 'g p',
    isFor: (session) => isClinical(session) || session.features.includes('imaging'),
  },
  {
    path: '/administration/pacs',
    label: 'PACS',
    icon: Server,
    keys: 'g s',
    isFor: isAdministrator,
  },
  {
    path: '/administration/routes',
    label: 'Routes',
    icon: Route,
    keys: 'g r',
    isFor: isAdministrator,
  },
  {
    path: '/administration/conservation',
    label: 'Conservation',
    icon: Archive,
    keys: 'g c',
    isFor: isAdministrator,
  },
  {
    path: '/marches/controle',
    label: 'Contrôleur',
    icon: FileCheck2,
    keys: 'g m',
    isFor: isTrading,
  },
  {
    path: '/marches/verification',
    label: 'Vérifier',
    icon: ShieldCheck,
    keys: 'g v',
    isFor: isTrading,
  },
  {
    path: '/marches/echanges',
    label: 'Échanges',
    icon: ArrowLeftRight,
    keys: 'g h',
    isFor: isTrading,
  },
  {
    path: '/marches/autorite',
    label: 'Autorité',
    icon: Stamp,
    keys: 'g o',
    isFor: ({ features }) => features.includes('authority'),
  },
  {
    path: '/demo',
    label: 'Démo',
    icon: FlaskConical,
    keys: 'g d',
    isFor: (session) => session.environment === 'demo',
  },
];

/** Where this person may go, in the order of the rail. The server decides again at each request. */
export function destinationsFor(session: WorkingSession): readonly Destination[] {
  return destinations.filter((each) => each.isFor(session));
}

/** Whether `path` is shown by the application's router; the viewer and the API's files are pages of their own. */
export function isOwnScreen(path: string): boolean {
  return !/^\/(images|api)\//.test(path);
}

/** A path of this application to return to after sign-in; anything else (another site, `//host`) is the home page. */
export function safeReturnPath(asked: string | null): string {
  return asked && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/connexion') ? asked : '/';
}
