/** Where everything of the authority is. */
export const base = '/api/mio/authority';
