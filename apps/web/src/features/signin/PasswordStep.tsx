import { startSession } from '@liaison/signin/contract';
import { useMutation } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, useState } from 'react';

import { callEndpoint, type Reply } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useFirstFieldFocus } from './first-field-focus.ts';

export type Challenge = Reply<typeof startSession>;

type PasswordStepProps = {
  login: string;
  password: string;
  onLoginChange: (login: string) => void;
  onPasswordChange: (password: string) => void;
  onChallenge: (challenge: Challenge) => void;
};

export function PasswordStep({
  login,
  password,
  onLoginChange,
  onPasswordChange,
  onChallenge,
}: PasswordStepProps) {
  const form = useFirstFieldFocus();
  const [isPasswordShown, setPasswordShown] = useState(false);
  const start = useMutation({
    mutationFn: () => callEndpoint(startSession, { body: { login, password } }),
    onSuccess: onChallenge,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!start.isPending) start.mutate();
  };
  return (
    <form className="signin-form" onSubmit={submit} ref={form}>
      <h1>Connexion</h1>
      {start.isError ? (
        <Banner tone="urgent" isAnnounced>
          {tellError(start.error).title}
        </Banner>
      ) : null}
      <TextField
        label="Adresse de messagerie"
        type="email"
        name="login"
        autoComplete="username"
        isRequired
        value={login}
        onChange={onLoginChange}
      />
      <TextField
        label="Mot de passe"
        type={isPasswordShown ? 'text' : 'password'}
        name="password"
        autoComplete="current-password"
        isRequired
        value={password}
        onChange={onPasswordChange}
        end={
          <IconButton
            label={isPasswordShown ? 'Masquer le mot de passe' : 'Afficher le mot de passe'}
            icon={isPasswordShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            size="small"
            onPress={() => setPasswordShown(!isPasswordShown)}
          />
        }
      />
      <Button type="submit" variant="primary" size="large" isPending={start.isPending}>
        Recevoir un code par mail
      </Button>
    </form>
  );
}
