// Golden mails about who sends and which kommune it is: domains, threads, tags, DMARC, names of kommuner.
// It refuses to let a tag or a thread prove anything.
import { writeMail } from '../mail-writer.ts';
import { accepted, aarhus, part, subject, type Golden } from './common.ts';

export const senders: readonly Golden[] = [
  {
    name: '18-private-sender', why: 'A private mailbox with the right thread and tag.\nThread and tag prove nothing: review.',
    raw: writeMail({ from: 'Mette Holm <mette.holm.privat@gmail.com>', subject: subject('0751'), answers: '0751', text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: [`${accepted} - @ body:1`] },
  },
  {
    name: '19-foreign-sender', why: 'A consultant answers for the kommune, with its list.\nA foreign domain registers nothing.',
    raw: writeMail({ from: 'Kim Bro <kb@konsulenthus.dk>', subject: subject('0751'), answers: '0751', text: 'På vegne af Aarhus Kommune.', parts: [part('aarhus-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '20-tag-against-domain', why: 'Randers answers on the letter to Aarhus (forwarded between colleagues).\nA tag and a thread never beat the sender\'s domain, nor it them.',
    raw: writeMail({ from: 'Ulla Friis <ulla.friis@randers.dk>', subject: subject('0751'), answers: '0751', text: 'Kontaktperson: Ulla Friis, ulla.friis@randers.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: ['Ulla Friis <ulla.friis@randers.dk> - @ body:1'] },
  },
  {
    name: '21-list-against-domain', why: 'Aarhus sends a list that names Randers.\nBoth sides are shown to a person.',
    raw: aarhus({ parts: [part('randers-list.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: ['Ulla Friis <ulla.friis@randers.dk> - @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '22-dmarc-fail', why: 'Our own server found that DMARC failed.\nThe domain proves nothing then.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], dmarc: 'spf=fail smtp.mailfrom=aarhus.dk; dmarc=fail (p=NONE) header.from=aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '23-dmarc-fail-of-others', why: 'Another server\'s Authentication-Results says fail, and a forged second one of ours below.\nOnly the topmost of our own server counts, and it passed.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], top: ['Authentication-Results: mx.google.com; dmarc=fail header.from=aarhus.dk'], more: ['Authentication-Results: mx.lige.dk; dmarc=fail header.from=aarhus.dk'] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '24-no-authentication-results', why: 'No Authentication-Results at all.\nThat is no failure.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], dmarc: null }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '57-kommune-nowhere', why: 'A list from a shared IT house, and no kommune named anywhere.\nAsked which it is.',
    raw: writeMail({ from: 'Ida Møller <imo@fkit.dk>', subject: 'Kontaktoplysninger', text: 'Hermed vores oplysninger.', parts: [part('no-kommune.xlsx', 'Svar.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: null, contacts: ['Ida Møller <imo@fkit.dk> 70 10 20 30 @ Svar.xlsx!Ark1!A2'], missing: ['kommune'] },
  },
  {
    name: '63-ordinary-words', why: 'Words that are also kommuner: "vejen", "greve", "skive", and a postal district.\nNone of them is named; but what such a sentence means is not understood, so a person looks.',
    raw: writeMail({ from: 'Jan Toft <jtoft@kk.dk>', subject: 'Kontaktperson', text: 'Hej\n\nVejen frem er klar, og en skive brød til alle. Kontaktperson: Jan Toft, jtoft@kk.dk\n\nVenlig hilsen\n\nJan Toft\nKøbenhavns Kommune\nBernstorffsgade 17, 1577 København V\nEjet af grev Greve, 8600 Silkeborg' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0101', contacts: ['Jan Toft <jtoft@kk.dk> - @ body:3'] },
  },
  {
    name: '66-reply-to-elsewhere', why: 'From the kommune with a Reply-To at a foreign domain, as those do who write in another\'s name.\nA person looks; an answer would go to From.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], more: ['Reply-To: svar@mailhus.example'] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '96-dmarc-in-second-header', why: 'Each filter of our server writes its own Authentication-Results; DMARC stands in the second.\nThe first of ours with a DMARC result counts.',
    raw: aarhus({ says: 'Kontaktperson: Mette Holm, mho@aarhus.dk', top: ['Authentication-Results: "mx.lige.dk"; dkim=none'], dmarc: 'dmarc=fail header.from=aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ body:1'] },
  },
  {
    name: '126-contact-in-own-kommune', why: 'Aalborg is a surname too: "Kontaktperson i Aalborg Kommune bliver N", with an address.\nIts own kommune is no part of it.',
    raw: writeMail({ from: 'Aalborg Kommune <post@aalborg.dk>', subject: subject('0851'), answers: '0851', text: 'Hej\n\nKontaktperson i Aalborg Kommune bliver Yusuf Vestergaard, yuve@aalborg.dk.\n\nMed venlig hilsen\n\nAalborg Kommune' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0851', contacts: ['Yusuf Vestergaard <yuve@aalborg.dk> - @ body:3'] },
  },
  {
    name: '127-contact-in-own-kommune-no-address', why: 'The same without an address, for Struer.\nOnly the address is asked for.',
    raw: writeMail({ from: 'Struer Kommune <struer@struer.dk>', subject: subject('0671'), answers: '0671', text: 'Hej\n\nKontaktperson for Struer Kommune er Yusuf Vestergaard.\n\nMed venlig hilsen\n\nStruer Kommune' }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0671', contacts: ['Yusuf Vestergaard <-> - @ body:3'], missing: ['email'] },
  },
  {
    name: '128-contact-of-another-kommune', why: 'A bare name behind "kontaktperson for" is a kommune, and here another one.\nA contradiction.',
    raw: aarhus({ says: 'Hej\n\nKontaktperson for Struer er Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
];
