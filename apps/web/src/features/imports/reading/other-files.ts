import { plural } from '../../../ui/french.ts';
import type { OtherFile, OtherKind } from './entry.ts';

const kinds: readonly (readonly [OtherKind, RegExp])[] = [
  [
    'system',
    /(^|\/)(__macosx\/|\.ds_store$|thumbs\.db$|desktop\.ini$|\._|\.trashes|\.spotlight|\$recycle\.bin|system volume information)/i,
  ],
  ['index', /(^|\/)dicomdir$/i],
  [
    'viewer',
    /\.(exe|dll|msi|inf|jar|app|dmg|bat|cmd|com|so|dylib|ocx|cab|ini|cfg|config|class|lib|manifest|sys|ico|xml|xsl|dat|bin|properties|lnk|command|sh)$/i,
  ],
  ['pages', /\.(html?|css|js|json|png|jpe?g|gif|bmp|svg|webp|tiff?|swf|woff2?|ttf|mp4|avi|mov|wmv)$/i],
  ['document', /\.(pdf|docx?|odt|rtf|txt|pptx?|xlsx?)$/i],
  ['archive', /\.(rar|7z|tar|gz|tgz|bz2|zip|iso|img)$/i],
];

/** What a file that holds no image most likely is, by its name. */
export function otherKindOf(path: string, bytes: number): OtherKind {
  const named = kinds.find(([, pattern]) => pattern.test(path))?.[0];
  if (named === 'system' || named === 'index') return named;
  if (bytes === 0) return 'empty';
  return named ?? 'other';
}

const words: Readonly<Record<OtherKind, string>> = {
  viewer: 'logiciel de visualisation du CD',
  pages: 'pages et images d’accompagnement',
  document: 'documents (un compte-rendu peut-être), à transmettre à part',
  index: 'index du CD, lu mais pas importé',
  system: 'fichiers de l’ordinateur',
  empty: 'fichiers vides',
  encrypted: 'protégés par un mot de passe\u00a0: décompressez-les d’abord sur ce poste',
  unreadable: 'illisibles\u00a0: support rayé ou fichier abîmé',
  udf: 'disque au format UDF seul\u00a0: ouvrez-le sur ce poste, puis choisissez son dossier',
  archive: 'archives dans l’archive\u00a0: décompressez-les, puis choisissez le dossier obtenu',
  other: 'pas des images DICOM',
};

/** The order in which they are told: what the reader can act on first. */
const order: readonly OtherKind[] = [
  'encrypted',
  'udf',
  'archive',
  'unreadable',
  'document',
  'other',
  'viewer',
  'pages',
  'index',
  'system',
  'empty',
];

/** Kinds that may hide images: the reader is told, not only informed. */
export const troubling: ReadonlySet<OtherKind> = new Set(['encrypted', 'udf', 'archive', 'unreadable']);

export type OtherGroup = {
  readonly kind: OtherKind;
  readonly count: number;
  readonly words: string;
  readonly examples: readonly string[];
};

const mostExamples = 5;

export function groupOthers(files: readonly OtherFile[]): OtherGroup[] {
  return order.flatMap((kind) => {
    const own = files.filter((file) => file.kind === kind);
    if (own.length === 0) return [];
    const examples = own.slice(0, mostExamples).map(({ path }) => path);
    return [{ kind, count: own.length, words: words[kind], examples }];
  });
}

/** « 12 fichiers ne sont pas des images ». */
export function othersTitle(count: number): string {
  return count === 1
    ? '1\u00a0fichier n’est pas une image'
    : `${plural(count, 'fichier')} ne sont pas des images`;
}
