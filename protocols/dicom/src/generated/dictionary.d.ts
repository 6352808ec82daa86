/** Types of dictionary.js, which generate-attributes.ts writes. */
export const attributeLines: string;
export const repeatingLines: string;
