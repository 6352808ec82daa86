import { route, type App } from '@liaison/http';
import { DomainError } from '@liaison/kernel';
import { readForm } from './contract.ts';
import { findForm } from './registry.ts';

/** Mounts the endpoints of forms. A form holds no patient data: whoever is signed in may read it. */
export function mountForms(app: App): void {
  route(app, readForm, async ({ params }) => {
    const form = findForm(params.formId, params.version);
    if (!form) throw new DomainError('missing', 'forms/unknown-form');
    return form;
  });
}
