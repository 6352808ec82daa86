/** The program that judges, as its reports and certificates name it. */
export const identity = {
  id: 'mio-qualification',
  product: 'Liaison mio-qualification',
  version: '0.1.0',
} as const;
