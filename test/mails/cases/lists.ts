// Golden mails with a list: forms, sheets and tables of every layout, and what stands beside them.
// It refuses the formats a list may come in: those stand in formats.ts and wrapped.ts.
import { Buffer } from 'node:buffer';
import { quotedLetter, writeMail } from '../mail-writer.ts';
import { accepted, aarhus, mette, part, subject, type Golden } from './common.ts';

export const lists: readonly Golden[] = [
  {
    name: '01-list-libreoffice', why: 'The plain case: the form filled in with LibreOffice, in thread, with tag and a phone.\nEverything points to Aarhus, so it is registered.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '02-list-from-subdomain', why: 'Another person, at a subdomain of the kommune, without thread or tag; our form with its hidden sheets (hucre).\nA subdomain is the kommune\'s; the hidden sheets hold no contact.',
    raw: writeMail({ from: 'Jens Kjær Østergaard <jko@mtm.aarhus.dk>', subject: 'Kontaktliste', text: 'Kære Ligestillingsafdelingen\n\nVedlagt den udfyldte liste.\n\nVenlig hilsen\nJens', parts: [part('aarhus-mtm-hucre.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Jens Kjær Østergaard <jko@mtm.aarhus.dk> - @ Kontaktliste.xlsx!Kontaktliste!D5'] },
  },
  {
    name: '03-list-sheetjs', why: 'The header stands in the first row, kommune and region in short, code and phone as numbers (SheetJS).\nOther programs write other xlsx.',
    raw: writeMail({ from: 'Karen Lund <karlu@herning.dk>', subject: subject('0657'), answers: '0657', text: `Se vedhæftede.\n\nMvh Karen${quotedLetter('Herning', '0657')}`, parts: [part('herning-sheetjs.xlsx', 'Kopi af Kontaktliste (002).xlsx', 'application/octet-stream')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0657', contacts: ['Karen Lund <karlu@herning.dk> 96282828 @ Kopi af Kontaktliste (002).xlsx!Ark1!D2'] },
  },
  {
    name: '04-csv-1252', why: 'A csv as Danish Excel saves it: semicolons, windows-1252, the code without its zero.\nThe bytes say which charset it is.',
    raw: writeMail({ from: 'Søren Bæk <sbaek@aeroekommune.dk>', subject: subject('0492'), answers: '0492', text: 'Hermed listen.\n\nVh Søren', parts: [part('semicolon-1252.csv', 'Kontaktliste.csv', 'application/vnd.ms-excel')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0492', contacts: ['Søren Bæk <sbaek@aeroekommune.dk> 63 52 50 00 @ Kontaktliste.csv!D2'] },
  },
  {
    name: '05-csv-utf16', why: 'Excel\'s "Unicode text": UTF-16 with tabs, labelled text/plain.\nThe byte order mark decides.',
    raw: writeMail({ from: 'Kirsten Åberg <kiab@sonderborg.dk>', subject: 'Kontaktperson', text: 'Se vedhæftede liste', parts: [part('tab-utf16.csv', 'liste.txt', 'text/plain')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0540', contacts: ['Kirsten Åberg <kiab@sonderborg.dk> - @ liste.txt!B2'] },
  },
  {
    name: '06-html-table', why: 'The table pasted into an HTML-only mail from Outlook.\nThe quoted letter has a table too, which must not count.',
    raw: writeMail({
      from: 'Lise Vang <liva@lemvig.dk>', subject: subject('0665'), answers: '0665',
      html: '<html><head><style>p{margin:0}</style></head><body><p class=MsoNormal>Hej</p><p class=MsoNormal>Her er vores oplysninger:</p><table border=1><tr><td><p>Kommune</p></td><td><p>Kontaktperson (navn)</p></td><td><p>Kontaktperson (e-mail)</p></td></tr><tr><td><p>Lemvig Kommune</p></td><td><p>Lise&nbsp;Vang</p></td><td><p><a href="mailto:liva@lemvig.dk">liva@lemvig.dk</a></p></td></tr></table><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Med venlig hilsen</p><p class=MsoNormal>Lise Vang</p><div style="border-top:solid #E1E1E1 1.0pt"><p><b>Fra:</b> Ligestillingsafdelingen &lt;lige@lige.dk&gt;<br><b>Sendt:</b> 30. januar 2024 10:02<br><b>Til:</b> Lemvig Kommune<br><b>Emne:</b> Indberetning</p></div><table><tr><td>Kommune</td><td>Navn</td><td>E-mail</td></tr><tr><td>Lemvig Kommune</td><td>Gammel Kontakt</td><td>gako@lemvig.dk</td></tr></table></body></html>',
    }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0665', contacts: ['Lise Vang <liva@lemvig.dk> - @ body!Tabel 1!B2'] },
  },
  {
    name: '11-slip-in-address', why: 'A comma for the dot in the address.\nNot repaired: the sender is asked, with the likely reading.',
    raw: aarhus({ parts: [part('email-slip.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', contacts: ['Mette Holm <-> - @ Kontaktliste.xlsx!Ark1!D5'], missing: ['email'] },
  },
  {
    name: '12-no-name', why: 'The name is left out.\nThe signature is not taken for it: asked.',
    raw: aarhus({ parts: [part('no-name.xlsx')], says: 'Se vedhæftet.' }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', contacts: ['- <mho@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!E5'], missing: ['name'] },
  },
  {
    name: '13-empty-form', why: 'The form comes back as it was sent.\nNo contact: both are asked for.',
    raw: aarhus({ parts: [part('empty-form.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['name', 'email'] },
  },
  {
    name: '14-with-example-row', why: 'The example row is still there above the filled one.\nIt is no contact and no second kommune.',
    raw: aarhus({ parts: [part('with-example.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} - @ Kontaktliste.xlsx!Ark1!D6`] },
  },
  {
    name: '15-two-contacts', why: 'Two whole contacts for one kommune, and nothing says which.\nA person chooses.',
    raw: aarhus({ parts: [part('two-contacts.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: [`${accepted} - @ Kontaktliste.xlsx!Ark1!D5`, 'Lars Lind <lali@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D6'] },
  },
  {
    name: '16-two-contacts-text-names-one', why: 'The same list, but the text names the contact person.\nThat one is registered.',
    raw: aarhus({ parts: [part('two-contacts.xlsx')], says: 'Hej\n\nKontaktpersonen er Lars Lind.' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Lars Lind <lali@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D6'] },
  },
  {
    name: '17-text-against-list', why: 'The list names one, the text another, both whole.\nA conflict is never settled by the program.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Hej\n\nVores kontaktperson er Lars Lind, lali@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5', 'Lars Lind <lali@aarhus.dk> - @ body:3'] },
  },
  {
    name: '40-xlsm-and-logo', why: 'A workbook with macros, and the logo of the signature.\nThe logo needs no reading.',
    raw: writeMail({ from: 'Per Dahl <peda@horsens.dk>', subject: subject('0615'), answers: '0615', text: 'Hermed.\n\nMvh Per Dahl', parts: [part('macro.xlsm', 'Kontaktliste.xlsm', 'application/vnd.ms-excel.sheet.macroEnabled.12'), { ...part('logo.png', 'image001.png', 'image/png'), inline: true }] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0615', contacts: ['Per Dahl <peda@horsens.dk> - @ Kontaktliste.xlsm!Ark1!D5'] },
  },
  {
    name: '47-wrong-region', why: 'The list says Nordjylland for Aarhus.\nThe region is looked up; the difference is told in the acknowledgement.',
    raw: aarhus({ parts: [part('wrong-region.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} - @ Kontaktliste.xlsx!Ark1!D5`] },
  },
  {
    name: '48-private-contact-address', why: 'The kommune names a contact with a private address.\nA login must not go there unseen.',
    raw: aarhus({ parts: [part('private-address.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mette.holm.privat@gmail.com> - @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '49-hidden-sheet', why: 'The visible sheet is not filled in; a hidden one has last year\'s contact.\nWhat nobody saw is not taken.',
    raw: aarhus({ parts: [part('hidden-sheet.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['name', 'email'] },
  },
  {
    name: '50-own-layout', why: 'A sheet of their own: merged title, other headings, a further column.\nThe heading row is found by its words.',
    raw: writeMail({ from: 'Pia Ravn <pira@syddjurs.dk>', subject: subject('0706'), answers: '0706', text: 'Hermed', parts: [part('merged.xlsx', 'Svar på brev.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0706', contacts: ['Pia Ravn <pira@syddjurs.dk> 87 53 50 00 @ Svar på brev.xlsx!Oversigt!C4'] },
  },
  {
    name: '51-labels-downwards', why: 'Labels in the first column, values in the second.\nThe sheet goes downwards.',
    raw: writeMail({ from: 'Åse Thomsen <ath@toender.dk>', subject: subject('0550'), answers: '0550', text: 'Se vedhæftede skema.', parts: [part('transposed.xlsx', 'Skema.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0550', contacts: ['Åse Thomsen <ath@toender.dk> 74929292 @ Skema.xlsx!Skema!B3'] },
  },
  {
    name: '52-first-and-last-name', why: 'First and last name in two columns, the address in capitals, the phone with +45.\nBoth columns make the name.',
    raw: writeMail({ from: 'Viborg Kommune <viborg@viborg.dk>', subject: subject('0791'), answers: '0791', text: 'Hermed den udfyldte liste', parts: [part('first-last-name.xlsx', 'Liste.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0791', contacts: ['Anne-Grethe Bech Sørensen <agbs@viborg.dk> +45 87 87 00 00 @ Liste.xlsx!Ark1!C2'] },
  },
  {
    name: '54-office-for-a-name', why: '"HR og Personale" with hr@: no person.\nA login needs one: review.',
    raw: aarhus({ parts: [part('hr-mailbox.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['HR og Personale <hr@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '56-joint-list', why: 'One kommune answers for two.\nIts domain proves only itself.',
    raw: writeMail({ from: 'Bo Krag <boka@aeroekommune.dk>', subject: 'Fælles kontaktliste', text: 'Hermed fælles liste for os og naboen.\n\nMvh Bo Krag', parts: [part('joint-list.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: ['Bo Krag <boka@aeroekommune.dk> - @ Kontaktliste.xlsx!Ark1!D5', 'Eva Toft <eto@langelandkommune.dk> - @ Kontaktliste.xlsx!Ark1!D6'] },
  },
  {
    name: '67-our-form', why: 'The form as the bot sends it, filled in and otherwise untouched, with its lists and its _meta sheet.\nThe first data row is row 4.',
    raw: aarhus({ parts: [part('our-form-filled.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D4'] },
  },
  {
    name: '68-our-form-resaved', why: 'The same form saved again by LibreOffice.\nOther XML, the same facts.',
    raw: aarhus({ parts: [part('our-form-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D4'] },
  },
  {
    name: '71-director-and-contact-columns', why: 'The director\'s address stands before the contact\'s, both under "Mail".\nWhose the first address is, a program cannot tell.',
    raw: aarhus({ parts: [{ name: 'Svar.csv', type: 'text/csv', content: Buffer.from('Kommune;Direktør;Mail;Kontaktperson;Mail\nAarhus;Hans Jensen;haje@aarhus.dk;Mette Holm;mho@aarhus.dk\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <haje@aarhus.dk> - @ Svar.csv!D2'] },
  },
  {
    name: '72-leader-between-labels', why: 'A sheet downwards in which the leader\'s name stands before the only address.\nThe address is not given to the contact.',
    raw: aarhus({ parts: [{ name: 'Svar.csv', type: 'text/csv', content: Buffer.from('Kontaktperson;Mette Holm\nNærmeste leder;Hans Jensen\nMail;haje@aarhus.dk\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <haje@aarhus.dk> - @ Svar.csv!B1'] },
  },
  {
    name: '74-remark-in-row', why: 'A remark beside the contact says that he has left.\nCells beside a contact are read too.',
    raw: aarhus({ parts: [{ name: 'Svar.csv', type: 'text/csv', content: Buffer.from('Kommune;Kontaktperson;E-mail;Bemærkning\nAarhus;Bent Gammel;bega@aarhus.dk;Fratrådt pr. 1/1\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ Svar.csv!B2'] },
  },
  {
    name: '75-list-of-leaders', why: 'A sheet of leaders, not of contacts.\nNothing in it, its name or the text says "kontakt".',
    raw: aarhus({ says: 'Vedhæftet oversigt over den øverste ledelse.', parts: [{ name: 'Ledelse.csv', type: 'text/csv', content: Buffer.from('Navn;Stilling;E-mail\nHans Jensen;Stadsdirektør;haje@aarhus.dk\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Hans Jensen <haje@aarhus.dk> - @ Ledelse.csv!A2'] },
  },
  {
    name: '77-hidden-row', why: 'Last year\'s contact in a row that is hidden.\nWhat nobody saw is not taken.',
    raw: aarhus({ parts: [part('hidden-row.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '90-list-and-other-address', why: 'The text says which address to use instead of the one in the list.\nAnother address beside a list is looked at.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Brug venligst lali@aarhus.dk frem for den i filen.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5', '- <lali@aarhus.dk> - @ body:1'] },
  },
  {
    name: '91-list-not-right', why: 'The text says that the list is not right yet.\nWhat is said of the list counts.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Listen er desværre ikke helt korrekt, vi sender en ny.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '129-table-pointed-at', why: '"Fremgår af skemaet herunder", with the table in Outlook\'s HTML and its cells as lines in the plain part.\nThe sentence leads to the table, and the cells are not read twice.',
    raw: writeMail({ from: 'Haderslev Kommune <post@haderslev.dk>', subject: subject('0510'), answers: '0510', text: 'Hej\n\nKommunens kontaktperson fremgår af skemaet herunder.\n\nNavn\n\nE-mailadresse\n\nTelefonnr.\n\nMyndighed\n\nSøren Andersen\n\nsoan@haderslev.dk\n\n\n\nHaderslev Kommune\n\nMed venlig hilsen\n\nHaderslev Kommune', html: '<p>Hej</p><p>Kommunens kontaktperson fremgår af skemaet herunder.</p><table><tr><td><p>Navn</p></td><td><p>E-mailadresse</p></td><td><p>Telefonnr.</p></td><td><p>Myndighed</p></td></tr><tr><td><p>Søren Andersen</p></td><td><p>soan@haderslev.dk</p></td><td><p></p></td><td><p>Haderslev Kommune</p></td></tr></table><p>Med venlig hilsen</p><p>Haderslev Kommune</p>' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0510', contacts: ['Søren Andersen <soan@haderslev.dk> - @ body!Tabel 1!A2'] },
  },
  {
    name: '130-last-years-table-pointed-at', why: 'The same table, but the sentence says that it is last year\'s.\nWhat leads up to a table has to be understood.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: '<p>Kommunens kontaktperson fremgår af sidste års skema herunder.</p><table><tr><td>Navn</td><td>E-mail</td></tr><tr><td>Bent Gammel</td><td>bega@aarhus.dk</td></tr></table>' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body!Tabel 1!A2'] },
  },
  {
    name: '131-list-pointed-at', why: '"Fremgår af vedhæftede liste", and a label whose value is "se vedhæftede".\nWords that point to the list name nobody.',
    raw: aarhus({ says: 'Hej\n\nKommunens kontaktperson fremgår af vedhæftede liste.\nKontaktperson: se vedhæftede liste', parts: [part('aarhus-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '132-overview-pointed-at', why: '"Står i vedhæftede oversigt", and the name once more in the sentence.\nList and text agree.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Mette Holm, se vedhæftede oversigt.', parts: [part('aarhus-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    name: '133-list-pointed-at-and-forgotten', why: 'The list was not attached, and the writer signs without a closing phrase.\nThe writer is not taken for the contact; the list is asked for.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: 'Kontaktpersonen fremgår af vedhæftede liste.\n\nMette Holm\nHR-konsulent' }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['name', 'email'] },
  },
];
