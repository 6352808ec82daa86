/** DICOM as the standard has it: identifiers, data sets, files, association and DIMSE. Knows nothing of Liaison. */
export * from './character-set.ts';
export * from './command-set.ts';
export * from './data-set.ts';
export * from './dictionary.ts';
export * from './error.ts';
export * from './messages.ts';
export * from './part10.ts';
export * from './pdu.ts';
export * from './pdu-reader.ts';
export * from './read-data-set.ts';
export * from './read-pdu.ts';
export * from './scu.ts';
export * from './status.ts';
export * from './uid.ts';
export * from './upper-layer.ts';
export * from './write-data-set.ts';
export * from './write-pdu.ts';
