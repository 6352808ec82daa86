export const french = {
  'signin/wrong-credentials': 'Adresse ou mot de passe incorrect.',
  'signin/wrong-code': 'Ce code n’est pas le bon. Vérifiez le dernier mail reçu.',
  'signin/challenge-over': 'Ce code a expiré ou a déjà servi. Recommencez la connexion.',
  'signin/throttled': 'Trop d’essais. Patientez quelques minutes avant de recommencer.',
  'signin/not-signed-in': 'Vous n’êtes pas connecté.',
  'signin/unknown-context': 'Vous ne travaillez pas dans cette communauté.',
  'signin/context-needed': 'Choisissez d’abord la communauté dans laquelle vous travaillez.',
} as const;

export const codeMailText = (code: string) => ({
  subject: 'Votre code de connexion à Liaison',
  text: [
    `Votre code de connexion : ${code}`,
    '',
    'Il est valable 10 minutes et ne sert qu’une fois.',
    'Si vous n’avez pas demandé à vous connecter, changez votre mot de passe et prévenez votre administrateur.',
  ].join('\n'),
});
