/**
 * What a browser may load: reading data sets, files, DICOMDIR, text and JSON, without any part of Node. `Buffer` is given
 * by the bundler (the package `buffer`).
 */
export * from './character-set.ts';
export * from './data-set.ts';
export * from './dicom-json.ts';
export * from './dictionary.ts';
export * from './encode-text.ts';
export * from './error.ts';
export * from './frames.ts';
export * from './open-part10.ts';
export * from './part10-file.ts';
export * from './read-data-set.ts';
export * from './read-dicomdir.ts';
export * from './uid.ts';
