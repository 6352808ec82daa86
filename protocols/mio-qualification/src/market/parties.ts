/** Fictive parties: their SIRET have a right key, and no establishment has them. */
export const buyer = { name: 'Hôpital d’essai', siret: '00000001800002' } as const;
export const supplier = { name: 'Fournisseur d’essai', siret: '00000002600005' } as const;
