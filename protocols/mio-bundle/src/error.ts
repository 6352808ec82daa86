/**
 * Why an update is not taken; what was installed stays in force.
 * - `bundle/too-large`: the file, or what it unpacks to;
 * - `bundle/malformed`: not a bundle, pointer or root, or one with files that its manifest does not list;
 * - `bundle/corrupted`: a file that is not the one of the manifest, or a download that is not the one announced;
 * - `bundle/signature`: too few good signatures by keys of that role;
 * - `bundle/rollback`: not newer than what is installed, or than what was seen;
 * - `bundle/gap`: a delta over a version that is not the installed one, or a root that is not the next;
 * - `bundle/fork`: says to follow another version than the one installed under that number;
 * - `bundle/controller`: for a newer controller;
 * - `bundle/expired`: a pointer past its date, as who holds back updates would show.
 */
export type BundleErrorCode =
  | 'bundle/too-large'
  | 'bundle/malformed'
  | 'bundle/corrupted'
  | 'bundle/signature'
  | 'bundle/rollback'
  | 'bundle/gap'
  | 'bundle/fork'
  | 'bundle/controller'
  | 'bundle/expired';

export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly code: BundleErrorCode;

  constructor(code: BundleErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
