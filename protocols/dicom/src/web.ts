/**
 * What a browser may load: reading data sets, files, DICOMDIR, text and JSON, without any part of Node. `Buffer` is given
 * by the bundler (the package `buffer`).
 */
export * from './text/character-set.ts';
export * from './data-set/data-set.ts';
export * from './json/dicom-json.ts';
export * from './dictionary/dictionary.ts';
export * from './text/encode-text.ts';
export * from './error.ts';
export * from './data-set/frames.ts';
export * from './file/open-part10.ts';
export * from './file/part10-file.ts';
export * from './data-set/read-data-set.ts';
export * from './file/read-dicomdir.ts';
export * from './dictionary/uid.ts';
