// All that is wrong on a page, in the order of its fields: for the summary on top and for the title.
// It refuses to invent sentences: each stands in the view.
import type { FieldView, View } from './views.ts';

/** `href`: the field's own place on the page. */
export type FaultLine = { readonly href: string; readonly text: string };

/** Empty where nothing is wrong. */
export function faultsOf(view: View): readonly FaultLine[] {
  switch (view.is) {
    case 'activate': return lines([['password', 'Adgangskode', view.password], ['repeat', 'Gentag adgangskoden', view.repeat]]);
    case 'log-in': return view.problem === null ? [] : [{ href: '#email', text: view.problem }];
    case 'forgotten': return lines([['email', 'E-mail', view.email.fault]]);
    case 'password': return lines([['current', 'Nuværende adgangskode', view.current], ['password', 'Ny adgangskode', view.password], ['repeat', 'Gentag den nye adgangskode', view.repeat]]);
    case 'basics': case 'policy': return ofFields(view.fields);
    case 'leaders': return ofFields(view.units.flatMap(({ name, levels }) => [...(name === null ? [] : [name]), ...levels.flatMap(({ women, men }) => [women, men])]));
    case 'targets': return ofFields(view.levels.flatMap(({ hasTarget, fields }) => [hasTarget, ...fields]));
    case 'preview': return view.correction === null ? [] : ofFields([view.correction]);
    case 'colleagues': return view.invite === null ? [] : lines([['name', 'Navn', view.invite.name.fault], ['email', 'E-mail', view.invite.email.fault]]);
    case 'dead-link': case 'not-found': case 'error': case 'forbidden': case 'too-many': case 'too-big': case 'signed-out': case 'session-ended': case 'forgotten-sent':
    case 'overview': case 'confirm-removal': case 'conflict': case 'receipt': case 'accessibility': case 'personal-data': return [];
  }
}

function lines(fields: readonly (readonly [name: string, label: string, fault: string | null])[]): readonly FaultLine[] {
  return fields.flatMap(([name, label, fault]) => (fault === null ? [] : [{ href: `#${name}`, text: sentence(label, fault) }]));
}

function ofFields(fields: readonly FieldView[]): readonly FaultLine[] {
  return fields.flatMap(({ path, where, label, fault }) => (fault === null ? [] : [{ href: `#${path}`, text: sentence(where === '' ? label : `${where}, ${label.slice(0, 1).toLowerCase()}${label.slice(1)}`, fault) }]));
}

/** "Kvinder: Skriv et helt tal." A question is not followed by a colon, and nobody needs to read here what is optional. */
function sentence(label: string, fault: string): string {
  const name = label.replace(/ \(valgfrit\)$/, '');
  return name.endsWith('?') ? `${name} ${fault}` : `${name}: ${fault}`;
}
