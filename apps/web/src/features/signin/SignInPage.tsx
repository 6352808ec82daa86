import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';

import { safeReturnPath } from '../../app/navigation.ts';
import { usePageTitle } from '../../app/Page.tsx';
import { useSessionQuery, useSignedIn } from '../../app/session.tsx';
import { Opening } from '../../app/Shell.tsx';
import { CodeStep } from './CodeStep.tsx';
import { DemoLogins, useDemo } from './DemoLogins.tsx';
import { type Challenge, PasswordStep } from './PasswordStep.tsx';
import './signin.css';
import { SignInFrame } from './SignInFrame.tsx';

/** Address and password, then the code received by mail. */
export function SignInPage() {
  usePageTitle('Connexion');
  const [params] = useSearchParams();
  const session = useSessionQuery();
  const takeSession = useSignedIn();
  const demo = useDemo();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [challenge, setChallenge] = useState<Challenge | null>(null);

  if (session.isPending) return <Opening />;
  if (session.data) {
    const back = safeReturnPath(params.get('retour'));
    const target = session.data.context ? back : `/connexion/contexte?retour=${encodeURIComponent(back)}`;
    return <Navigate to={target} replace />;
  }
  return (
    <SignInFrame
      aside={
        demo && !challenge ? (
          <DemoLogins
            logins={demo.logins}
            onPick={(picked) => {
              setLogin(picked);
              setPassword(demo.password);
            }}
          />
        ) : null
      }
    >
      {challenge ? (
        <CodeStep
          challenge={challenge}
          login={login}
          isDemo={demo !== null}
          onBack={() => setChallenge(null)}
          onSignedIn={takeSession}
        />
      ) : (
        <PasswordStep
          login={login}
          password={password}
          onLoginChange={setLogin}
          onPasswordChange={setPassword}
          onChallenge={setChallenge}
        />
      )}
    </SignInFrame>
  );
}
