import type { BundleErrorCode } from './error.ts';

/** Why an update is refused, and what to do. */
export const bundleErrorsFr: Record<BundleErrorCode, string> = {
  'bundle/too-large': 'La mise à jour dépasse la taille admise.',
  'bundle/malformed': 'Ce fichier n’est pas une mise à jour.',
  'bundle/corrupted': 'La mise à jour est abîmée : téléchargez-la à nouveau.',
  'bundle/signature': 'La mise à jour n’est pas signée par l’autorité de cette installation.',
  'bundle/rollback': 'Cette mise à jour n’est pas plus récente que ce qui est installé.',
  'bundle/gap': 'Il manque une mise à jour avant celle-ci : installez la version complète.',
  'bundle/fork': 'Cette mise à jour ne suit pas la version installée : prévenez l’autorité.',
  'bundle/controller': 'Cette mise à jour demande un contrôleur plus récent : mettez à jour le logiciel.',
  'bundle/expired':
    'L’autorité n’a rien publié depuis trop longtemps : vérifiez la connexion aux mises à jour.',
};
