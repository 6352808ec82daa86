import type { ListedPeer, PeerSheet } from '@liaison/pacs/contract';

/** A sheet as it is typed. */
export type PeerDraft = Omit<PeerSheet, 'host' | 'addresses' | 'certificates' | 'transferSyntaxes'> & {
  host: string;
  addresses: string;
  certificates: string;
  transferSyntaxes: string[];
};

export function draftOf(peer: ListedPeer | null): PeerDraft {
  if (!peer) return fresh;
  return {
    name: peer.name,
    aeTitle: peer.aeTitle,
    host: peer.host ?? '',
    port: peer.port,
    usesTls: peer.usesTls,
    addresses: peer.addresses.join(' '),
    certificates: peer.certificates.join('\n'),
    requiresTls: peer.requiresTls,
    roles: peer.roles,
    transferSyntaxes: peer.transferSyntaxes,
    characterSet: peer.characterSet,
    maxAssociations: peer.maxAssociations,
    maxBytesPerSecond: peer.maxBytesPerSecond,
    isActive: peer.isActive,
  };
}

const fresh: PeerDraft = {
  name: '',
  aeTitle: '',
  host: '',
  port: 104,
  usesTls: false,
  addresses: '',
  certificates: '',
  requiresTls: false,
  roles: { mayStore: true, mayQuery: false, query: true, retrieve: 'move', store: true, commit: false },
  transferSyntaxes: [],
  characterSet: 'ISO_IR 100',
  maxAssociations: 4,
  maxBytesPerSecond: null,
  isActive: true,
};

/** Whether something is set that most peers leave as it is. */
export function hasFineSettings(draft: PeerDraft): boolean {
  return (
    draft.certificates !== '' ||
    draft.characterSet !== fresh.characterSet ||
    draft.maxAssociations !== fresh.maxAssociations ||
    draft.maxBytesPerSecond !== null
  );
}

export function sheetOf(draft: PeerDraft): PeerSheet {
  const host = draft.host.trim();
  return {
    ...draft,
    name: draft.name.trim(),
    aeTitle: draft.aeTitle.trim(),
    host: host || null,
    port: host ? draft.port : null,
    addresses: wordsOf(draft.addresses),
    certificates: wordsOf(draft.certificates).map((print) => print.replaceAll(':', '').toLowerCase()),
  };
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** What keeps a sheet from being saved, in French; null where nothing does. */
export function missingInSheet(draft: PeerDraft): string | null {
  const sheet = sheetOf(draft);
  const { roles } = sheet;
  if (!sheet.name) return 'Donnez un nom à ce PACS.';
  if (!/^[\x21-\x5b\x5d-\x7e]([\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$/.test(sheet.aeTitle))
    return 'Le titre d’application (AE) a 16 caractères au plus, sans accent.';
  const callsIt = roles.query || roles.retrieve !== 'no' || roles.store || roles.commit;
  if (callsIt && (!sheet.host || !sheet.port)) return 'Pour l’appeler, il faut son adresse et son port.';
  const isBound = sheet.addresses.length + sheet.certificates.length > 0;
  if ((roles.mayStore || roles.mayQuery) && !isBound)
    return 'Pour qu’il nous appelle, il faut l’adresse d’où il vient, ou son certificat.';
  if (sheet.certificates.some((print) => !/^[0-9a-f]{64}$/.test(print)))
    return 'Une empreinte SHA-256 a 64 chiffres hexadécimaux.';
  return null;
}
