export { differencesOf, foldName, type ImageTraits, type TraitDifference } from './compare-identity.ts';
export { french } from './fr.ts';
export { createPatient, deletePatient, savePatient } from './keep-patient.ts';
export { patientLineOf, type Patient } from './model.ts';
export { findPatient, findPatients } from './store.ts';
