import { confirmSession, type Session } from '@liaison/signin/contract';
import { useMutation } from '@tanstack/react-query';
import { MailOpen } from 'lucide-react';
import { type FormEvent, useState } from 'react';

import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatDuration } from '../../ui/french.ts';
import { TextField } from '../../ui/TextField.tsx';
import { lastCodeFor } from '../demo/mailbox.ts';
import { useFirstFieldFocus } from './first-field-focus.ts';
import type { Challenge } from './PasswordStep.tsx';

type CodeStepProps = {
  challenge: Challenge;
  login: string;
  isDemo: boolean;
  onBack: () => void;
  onSignedIn: (session: Session) => void;
};

/** One field that takes a pasted code, spaces included, and goes on by itself at the sixth digit. */
export function CodeStep({ challenge, login, isDemo, onBack, onSignedIn }: CodeStepProps) {
  const form = useFirstFieldFocus();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: (typed: string) =>
      callEndpoint(confirmSession, { body: { challenge: challenge.challenge, code: typed } }),
    onSuccess: onSignedIn,
    onError: () => setCode(''),
  });
  const mailbox = useMutation({
    mutationFn: () => lastCodeFor(login),
    onSuccess: (found) => (found ? take(found) : undefined),
  });
  const take = (typed: string) => {
    const digits = typed.replaceAll(/\D/g, '').slice(0, 6);
    setCode(digits);
    if (digits.length === 6 && !confirm.isPending) confirm.mutate(digits);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take(code);
  };
  return (
    <form className="signin-form" onSubmit={submit} ref={form}>
      <h1>Code de connexion</h1>
      <p>
        Un code à 6 chiffres vient de partir à <strong>{challenge.sentTo}</strong>. Il vaut{' '}
        {formatDuration(challenge.expiresInSeconds * 1000)}.
      </p>
      {confirm.isError ? (
        <Banner tone="urgent" isAnnounced>
          {tellError(confirm.error).title}
        </Banner>
      ) : null}
      <div className="signin-code">
        <TextField
          label="Code reçu"
          name="code"
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          isCode
          width="s"
          value={code}
          onChange={take}
        />
      </div>
      <div className="signin-acts">
        <Button
          type="submit"
          variant="primary"
          size="large"
          isPending={confirm.isPending}
          isDisabled={code.length < 6}
        >
          Se connecter
        </Button>
        <Button variant="quiet" size="large" onPress={onBack}>
          Changer de compte
        </Button>
      </div>
      {isDemo ? (
        <div className="signin-acts">
          <Button
            icon={<MailOpen aria-hidden />}
            isPending={mailbox.isPending}
            onPress={() => mailbox.mutate()}
          >
            Utiliser le code reçu
          </Button>
          <output className="small quiet">
            {mailbox.data === null || mailbox.isError
              ? 'Le mail n’est pas encore arrivé. Réessayez dans un instant.'
              : 'Démonstration\u00a0: le mail est dans la boîte simulée.'}
          </output>
        </div>
      ) : null}
    </form>
  );
}
