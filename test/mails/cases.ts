// The golden mails and, written by hand before the program was asked, what has to come out of each. Names are invented.
// It refuses expectations copied from the program: make.ts only adds the fields that no one writes by hand.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quotedLetter, writeMail, type MailInput, type Part } from './mail-writer.ts';

export type Expected = {
  readonly kind: string;
  readonly outcome: string;
  readonly kommune: string | null;
  /** "name <email> phone @ from", or with "-" for what is missing. */
  readonly contacts?: readonly string[];
  readonly also?: readonly string[];
  readonly missing?: readonly string[];
};

export type Golden = { readonly name: string; readonly why: string; readonly raw: Buffer; readonly expected: Expected };

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const part = (file: string, name = 'Kontaktliste.xlsx', type = xlsx): Part => ({ name, type, content: readFileSync(join(import.meta.dirname, 'parts', file)) });
const subject = (code: string) => `SV: Indberetning om måltal og politikker for kønssammensætningen i ledelse – Anmodning om kontaktoplysninger mv. [LIGE-2024-${code}]`;
const mette = 'Mette Holm <mho@aarhus.dk>';
const sign = '\n\nMed venlig hilsen\n\nMette Holm\nHR-konsulent\nAarhus Kommune\nRådhuset, 8000 Aarhus C\nTlf. 89 40 12 34';
/** Aarhus answers the letter with the thread, the tag, a signature and the quoted letter. */
const aarhus = (input: Partial<MailInput> & { readonly says?: string }): Buffer =>
  writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `${input.says ?? 'Hermed vores liste.'}${sign}${quotedLetter()}`, ...input });
const accepted = 'Mette Holm <mho@aarhus.dk>';

/** Of whom the quoted table speaks. */
const oldTable = '<p>Vi har registreret følgende kontaktperson:</p><table><tr><td><p>Kommune</p></td><td><p>Navn</p></td><td><p>E-mail</p></td></tr><tr><td><p>Aarhus Kommune</p></td><td><p>Bent Gammel</p></td><td><p>bega@aarhus.dk</p></td></tr></table><p>Med venlig hilsen<br>Ligestillingsafdelingen</p>';
const outlookFields = '<b>Fra:</b> Ligestillingsafdelingen &lt;lige@lige.dk&gt;<br><b>Sendt:</b> 30. januar 2024 10:02<br><b>Til:</b> Aarhus Kommune &lt;post@aarhus.dk&gt;<br><b>Emne:</b> Indberetning [LIGE-2024-0751]';
/** How mail programs quote in HTML. */
const htmlQuotes = {
  outlook: (says: string, old: string) => `<html><body lang=DA><div class=WordSection1>${says}<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>${outlookFields}</p></div></div>${old}</div></body></html>`,
  'outlook-web': (says: string, old: string) => `<html><body dir="ltr"><div class="elementToProof">${says}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font>${outlookFields}</font><div>&nbsp;</div></div><div>${old}</div></body></html>`,
  'outlook-rule': (says: string, old: string) => `<html><body>${says}<p>-----Oprindelig meddelelse-----</p><div>${old}</div></body></html>`,
  'outlook-mac': (says: string, old: string) => `<html><body><div>${says}</div><span id="OLK_SRC_BODY_SECTION"><div>${old}</div></span></body></html>`,
  'outlook-new': (says: string, old: string) => `<html><body><div>${says}</div><div id="mail-editor-reference-message-container"><div>${old}</div></div></body></html>`,
  gmail: (says: string, old: string) => `<div dir="ltr">${says}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Den tirs. 30. jan. 2024 kl. 10.02 skrev Ligestillingsafdelingen &lt;<a href="mailto:lige@lige.dk">lige@lige.dk</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">${old}</blockquote></div>`,
  'apple-mail': (says: string, old: string) => `<html><body dir="auto">${says}<div><br><blockquote type="cite"><div>Den 30. jan. 2024 kl. 10.02 skrev Ligestillingsafdelingen &lt;lige@lige.dk&gt;:</div><br></blockquote></div><blockquote type="cite"><div dir="ltr">${old}</div></blockquote></body></html>`,
  thunderbird: (says: string, old: string) => `<html><body>${says}<div class="moz-cite-prefix">Den 30.01.2024 kl. 10.02 skrev Ligestillingsafdelingen:<br></div><blockquote type="cite" cite="mid:letter.2024.0751@lige.dk">${old}</blockquote></body></html>`,
  webmail: (says: string, old: string) => `<html><body>${says}<div><p>Den 30. januar 2024 kl. 10.02 skrev Ligestillingsafdelingen &lt;lige@lige.dk&gt;:</p></div><div>${old}</div></body></html>`,
} satisfies Readonly<Record<string, (says: string, old: string) => string>>;

const all: readonly (Omit<Golden, 'name'> & { readonly slug: string })[] = [
  {
    slug: 'list-libreoffice', why: 'The plain case: the form filled in with LibreOffice, in thread, with tag and a phone.\nEverything points to Aarhus, so it is registered.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'list-from-subdomain', why: 'Another person, at a subdomain of the kommune, without thread or tag; our form with its hidden sheets (hucre).\nA subdomain is the kommune\'s; the hidden sheets hold no contact.',
    raw: writeMail({ from: 'Jens Kjær Østergaard <jko@mtm.aarhus.dk>', subject: 'Kontaktliste', text: 'Kære Ligestillingsafdelingen\n\nVedlagt den udfyldte liste.\n\nVenlig hilsen\nJens', parts: [part('aarhus-mtm-hucre.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Jens Kjær Østergaard <jko@mtm.aarhus.dk> - @ Kontaktliste.xlsx!Kontaktliste!D5'] },
  },
  {
    slug: 'list-sheetjs', why: 'The header stands in the first row, kommune and region in short, code and phone as numbers (SheetJS).\nOther programs write other xlsx.',
    raw: writeMail({ from: 'Karen Lund <karlu@herning.dk>', subject: subject('0657'), answers: '0657', text: `Se vedhæftede.\n\nMvh Karen${quotedLetter('Herning', '0657')}`, parts: [part('herning-sheetjs.xlsx', 'Kopi af Kontaktliste (002).xlsx', 'application/octet-stream')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0657', contacts: ['Karen Lund <karlu@herning.dk> 96282828 @ Kopi af Kontaktliste (002).xlsx!Ark1!D2'] },
  },
  {
    slug: 'csv-1252', why: 'A csv as Danish Excel saves it: semicolons, windows-1252, the code without its zero.\nThe bytes say which charset it is.',
    raw: writeMail({ from: 'Søren Bæk <sbaek@aeroekommune.dk>', subject: subject('0492'), answers: '0492', text: 'Hermed listen.\n\nVh Søren', parts: [part('semicolon-1252.csv', 'Kontaktliste.csv', 'application/vnd.ms-excel')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0492', contacts: ['Søren Bæk <sbaek@aeroekommune.dk> 63 52 50 00 @ Kontaktliste.csv!D2'] },
  },
  {
    slug: 'csv-utf16', why: 'Excel\'s "Unicode text": UTF-16 with tabs, labelled text/plain.\nThe byte order mark decides.',
    raw: writeMail({ from: 'Kirsten Åberg <kiab@sonderborg.dk>', subject: 'Kontaktperson', text: 'Se vedhæftede liste', parts: [part('tab-utf16.csv', 'liste.txt', 'text/plain')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0540', contacts: ['Kirsten Åberg <kiab@sonderborg.dk> - @ liste.txt!B2'] },
  },
  {
    slug: 'html-table', why: 'The table pasted into an HTML-only mail from Outlook.\nThe quoted letter has a table too, which must not count.',
    raw: writeMail({
      from: 'Lise Vang <liva@lemvig.dk>', subject: subject('0665'), answers: '0665',
      html: '<html><head><style>p{margin:0}</style></head><body><p class=MsoNormal>Hej</p><p class=MsoNormal>Her er vores oplysninger:</p><table border=1><tr><td><p>Kommune</p></td><td><p>Kontaktperson (navn)</p></td><td><p>Kontaktperson (e-mail)</p></td></tr><tr><td><p>Lemvig Kommune</p></td><td><p>Lise&nbsp;Vang</p></td><td><p><a href="mailto:liva@lemvig.dk">liva@lemvig.dk</a></p></td></tr></table><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Med venlig hilsen</p><p class=MsoNormal>Lise Vang</p><div style="border-top:solid #E1E1E1 1.0pt"><p><b>Fra:</b> Ligestillingsafdelingen &lt;lige@lige.dk&gt;<br><b>Sendt:</b> 30. januar 2024 10:02<br><b>Til:</b> Lemvig Kommune<br><b>Emne:</b> Indberetning</p></div><table><tr><td>Kommune</td><td>Navn</td><td>E-mail</td></tr><tr><td>Lemvig Kommune</td><td>Gammel Kontakt</td><td>gako@lemvig.dk</td></tr></table></body></html>',
    }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0665', contacts: ['Lise Vang <liva@lemvig.dk> - @ body!Tabel 1!B2'] },
  },
  {
    slug: 'text-label', why: 'One line with a label, and title and phone behind the name.\nWhat is no name or address is left out.',
    raw: aarhus({ says: 'Hej\n\nKontaktperson: Mette Holm, HR-konsulent, mho@aarhus.dk, tlf. 89 40 12 34' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ body:3'] },
  },
  {
    slug: 'text-sentence', why: 'A sentence, wrapped by the mail program, sent from the main mailbox.\nThe sender is another than the contact.',
    raw: writeMail({ from: 'Vejle Kommune <post@vejle.dk>', subject: subject('0630'), answers: '0630', text: `Kære Ligestillingsafdeling\n\nTil brug for den kommende indberetning kan vi oplyse, at Vejle Kommunes\nkontaktperson er udviklingskonsulent Niels Aagaard (niaag@vejle.dk). Vi ligger i\nRegion Syddanmark.\n\nVenlig hilsen\nVejle Kommune${quotedLetter('Vejle', '0630')}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0630', contacts: ['Niels Aagaard <niaag@vejle.dk> - @ body:3'] },
  },
  {
    slug: 'text-myself', why: '"Jeg er kontaktperson": name from From and signature, which agree; address from From.\nNothing else names them.',
    raw: writeMail({ from: 'Birgit Friis Dam <bifd@thisted.dk>', subject: subject('0787'), answers: '0787', text: `Hej\n\nJeg er kontaktperson for Thisted Kommune.\n\nMed venlig hilsen\n\nBirgit Friis Dam\nPersonalekonsulent${quotedLetter('Thisted', '0787')}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0787', contacts: ['Birgit Friis Dam <bifd@thisted.dk> - @ from'] },
  },
  {
    slug: 'text-block', why: 'Labels in lines of their own, with a region and a phone, in Gmail\'s plain text with its quotation.\nNo word "kontaktperson": name and mail together are enough.',
    raw: writeMail({ from: 'Ole Hald <oha@rebild.dk>', subject: subject('0840'), answers: '0840', text: 'Hej\n\nNavn: Ole Hald\nMail: oha@rebild.dk\nTlf.: 99 88 77 66\nRegion: Nordjylland\n\nMvh\nOle\n\nDen tirs. 30. jan. 2024 kl. 10.02 skrev Ligestillingsafdelingen <\nlige@lige.dk>:\n\n> Til Rebild Kommune\n>\n> Kontaktperson: Anne Bendixen, anb@lige.dk\n' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0840', contacts: ['Ole Hald <oha@rebild.dk> 99 88 77 66 @ body:3'] },
  },
  {
    slug: 'slip-in-address', why: 'A comma for the dot in the address.\nNot repaired: the sender is asked, with the likely reading.',
    raw: aarhus({ parts: [part('email-slip.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', contacts: ['Mette Holm <-> - @ Kontaktliste.xlsx!Ark1!D5'], missing: ['email'] },
  },
  {
    slug: 'no-name', why: 'The name is left out.\nThe signature is not taken for it: asked.',
    raw: aarhus({ parts: [part('no-name.xlsx')], says: 'Se vedhæftet.' }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', contacts: ['- <mho@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!E5'], missing: ['name'] },
  },
  {
    slug: 'empty-form', why: 'The form comes back as it was sent.\nNo contact: both are asked for.',
    raw: aarhus({ parts: [part('empty-form.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['name', 'email'] },
  },
  {
    slug: 'with-example-row', why: 'The example row is still there above the filled one.\nIt is no contact and no second kommune.',
    raw: aarhus({ parts: [part('with-example.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} - @ Kontaktliste.xlsx!Ark1!D6`] },
  },
  {
    slug: 'two-contacts', why: 'Two whole contacts for one kommune, and nothing says which.\nA person chooses.',
    raw: aarhus({ parts: [part('two-contacts.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: [`${accepted} - @ Kontaktliste.xlsx!Ark1!D5`, 'Lars Lind <lali@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D6'] },
  },
  {
    slug: 'two-contacts-text-names-one', why: 'The same list, but the text names the contact person.\nThat one is registered.',
    raw: aarhus({ parts: [part('two-contacts.xlsx')], says: 'Hej\n\nKontaktpersonen er Lars Lind.' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Lars Lind <lali@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D6'] },
  },
  {
    slug: 'text-against-list', why: 'The list names one, the text another, both whole.\nA conflict is never settled by the program.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Hej\n\nVores kontaktperson er Lars Lind, lali@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5', 'Lars Lind <lali@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'private-sender', why: 'A private mailbox with the right thread and tag.\nThread and tag prove nothing: review.',
    raw: writeMail({ from: 'Mette Holm <mette.holm.privat@gmail.com>', subject: subject('0751'), answers: '0751', text: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: [`${accepted} - @ body:1`] },
  },
  {
    slug: 'foreign-sender', why: 'A consultant answers for the kommune, with its list.\nA foreign domain registers nothing.',
    raw: writeMail({ from: 'Kim Bro <kb@konsulenthus.dk>', subject: subject('0751'), answers: '0751', text: 'På vegne af Aarhus Kommune.', parts: [part('aarhus-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'tag-against-domain', why: 'Randers answers on the letter to Aarhus (forwarded between colleagues).\nA tag and a thread never beat the sender\'s domain, nor it them.',
    raw: writeMail({ from: 'Ulla Friis <ulla.friis@randers.dk>', subject: subject('0751'), answers: '0751', text: 'Kontaktperson: Ulla Friis, ulla.friis@randers.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: ['Ulla Friis <ulla.friis@randers.dk> - @ body:1'] },
  },
  {
    slug: 'list-against-domain', why: 'Aarhus sends a list that names Randers.\nBoth sides are shown to a person.',
    raw: aarhus({ parts: [part('randers-list.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: ['Ulla Friis <ulla.friis@randers.dk> - @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'dmarc-fail', why: 'Our own server found that DMARC failed.\nThe domain proves nothing then.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], dmarc: 'spf=fail smtp.mailfrom=aarhus.dk; dmarc=fail (p=NONE) header.from=aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'dmarc-fail-of-others', why: 'Another server\'s Authentication-Results says fail, and a forged second one of ours below.\nOnly the topmost of our own server counts, and it passed.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], top: ['Authentication-Results: mx.google.com; dmarc=fail header.from=aarhus.dk'], more: ['Authentication-Results: mx.lige.dk; dmarc=fail header.from=aarhus.dk'] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'no-authentication-results', why: 'No Authentication-Results at all.\nThat is no failure.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], dmarc: null }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'out-of-office', why: 'Exchange\'s automatic reply, with the name of a substitute.\nNever answered, and the substitute is no contact.',
    raw: writeMail({ from: mette, subject: 'Automatisk svar: Indberetning om måltal og politikker [LIGE-2024-0751]', answers: '0751', returnPath: '<>', text: 'Tak for din mail. Jeg er på ferie til og med den 19. februar.\nKontaktperson i mit fravær: Lars Lind, lali@aarhus.dk', more: ['Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: All'] }),
    expected: { kind: 'auto-reply', outcome: 'ignore', kommune: '0751' },
  },
  {
    slug: 'out-of-office-subject-only', why: 'An automatic reply that only its subject betrays.\nThe phrase stands at the start.',
    raw: writeMail({ from: 'Per Dahl <peda@horsens.dk>', subject: 'Fraværsbesked', text: 'Jeg er ikke på kontoret. Ved spørgsmål kontakt Hanne Gram, hagr@horsens.dk.' }),
    expected: { kind: 'auto-reply', outcome: 'ignore', kommune: '0615' },
  },
  {
    slug: 'receipt', why: 'The main mailbox\'s automatic receipt.\nIt promises an answer and gives none.',
    raw: writeMail({ from: 'Greve Kommune <raadhus@greve.dk>', subject: 'Kvittering for modtagelse af din henvendelse', text: 'Vi har modtaget din henvendelse og vender tilbage hurtigst muligt.\n\nMed venlig hilsen\nGreve Kommune', more: ['Auto-Submitted: auto-replied'] }),
    expected: { kind: 'receipt', outcome: 'ignore', kommune: '0253' },
  },
  {
    slug: 'bounce-dsn', why: 'A delivery status notification with our letter returned.\nThe case is found by the returned Message-ID.',
    raw: bounce(),
    expected: { kind: 'bounce', outcome: 'ignore', kommune: '0825' },
  },
  {
    slug: 'bounce-danish-text', why: 'A bounce without a machine-readable part; only the sender and the words tell.\nThe dead address is found in the text.',
    raw: writeMail({ from: 'Microsoft Outlook <postmaster@fanoe.dk>', subject: 'Kan ikke leveres: Indberetning om måltal og politikker [LIGE-2024-0563]', returnPath: '<>', text: 'Din meddelelse til raadhus@fanoe.dk kunne ikke leveres.\nraadhus@fanoe.dk blev ikke fundet på fanoe.dk.' }),
    expected: { kind: 'bounce', outcome: 'ignore', kommune: '0563' },
  },
  {
    slug: 'read-receipt', why: 'A disposition notification (RFC 8098) with a Danish subject.\nRead is not answered.',
    raw: readReceipt(),
    expected: { kind: 'receipt', outcome: 'ignore', kommune: '0151' },
  },
  {
    slug: 'newsletter', why: 'A newsletter from a kommune, with List-Unsubscribe.\nBulk, whatever it mentions.',
    raw: writeMail({ from: 'Nyt fra Roskilde Kommune <nyhedsbrev@roskilde.dk>', subject: 'Nyhedsbrev februar', text: 'Læs om vores nye kontaktperson for erhvervslivet, Ida Kok, idak@roskilde.dk', more: ['List-Unsubscribe: <https://nyhedsbrev.roskilde.dk/u/1>', 'Precedence: bulk'] }),
    expected: { kind: 'bulk', outcome: 'ignore', kommune: '0265' },
  },
  {
    slug: 'human-mentions-machine-words', why: 'A person mentions an automatic reply and a receipt, and sends the list.\nWords in the text make no machine.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Hej\n\nBeklager, I fik et automatisk svar fra mig i sidste uge, og kvitteringen for modtagelse var en fejl. Her er listen. Jeg er på ferie i uge 8.' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'human-answers-auto-reply', why: '"SV: Automatisk svar: …" is a person\'s answer to a machine.\nIts question goes to a person.',
    raw: writeMail({ from: mette, subject: 'SV: Automatisk svar: Ligestilling', text: 'Hej\n\nHvem skal jeg så skrive til?\n\nMvh Mette' }),
    expected: { kind: 'question', outcome: 'forward', kommune: '0751' },
  },
  {
    slug: 'pdf-only', why: 'The list as PDF, which is not read yet.\nAsked for in a form that can be read.',
    raw: aarhus({ parts: [part('letter.pdf', 'Kontaktliste.pdf', 'application/pdf')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    slug: 'text-and-pdf', why: 'A contact in the text, and a PDF that may say otherwise.\nA person looks.',
    raw: aarhus({ parts: [part('letter.pdf', 'Svar.pdf', 'application/pdf')], says: 'Kontaktperson: Mette Holm, mho@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: [`${accepted} - @ body:1`] },
  },
  {
    slug: 'locked-list', why: 'The list is protected with a password.\nSaid so, and asked for again.',
    raw: aarhus({ parts: [part('locked.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    slug: 'winmail', why: 'Outlook wrapped the list into winmail.dat.\nNot read yet: asked for.',
    raw: aarhus({ parts: [part('winmail.dat', 'winmail.dat', 'application/ms-tnef')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    slug: 'bomb', why: 'An xlsx of 59 kB that unfolds to 60 MB.\nRefused before it unfolds, and treated as unreadable.',
    raw: aarhus({ parts: [part('bomb.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    slug: 'old-xls-and-ods', why: 'The same list as xls and as ods.\nNeither is read yet.',
    raw: aarhus({ parts: [part('old.xls', 'Kontaktliste.xls', 'application/vnd.ms-excel'), part('open.ods', 'Kontaktliste.ods', 'application/vnd.oasis.opendocument.spreadsheet')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    slug: 'xlsm-and-logo', why: 'A workbook with macros, and the logo of the signature.\nThe logo needs no reading.',
    raw: writeMail({ from: 'Per Dahl <peda@horsens.dk>', subject: subject('0615'), answers: '0615', text: 'Hermed.\n\nMvh Per Dahl', parts: [part('macro.xlsm', 'Kontaktliste.xlsm', 'application/vnd.ms-excel.sheet.macroEnabled.12'), { ...part('logo.png', 'image001.png', 'image/png'), inline: true }] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0615', contacts: ['Per Dahl <peda@horsens.dk> - @ Kontaktliste.xlsm!Ark1!D5'] },
  },
  {
    slug: 'question', why: 'A question and nothing else.\nA person answers.',
    raw: aarhus({ says: 'Hej\n\nSkal de fire største kommuner oplyse en kontaktperson for hver forvaltning?' }),
    expected: { kind: 'question', outcome: 'forward', kommune: '0751' },
  },
  {
    slug: 'list-and-question', why: 'A filled list, and a question.\nRegistered, and the question goes to a person.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Hej\n\nHermed vores liste. Hvornår får vi adgang til skemaet?' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'], also: ['question'] },
  },
  {
    slug: 'login-request', why: 'A contact person who has no login, and says that she is one.\nOnly the registered contact gets a login: forward.',
    raw: aarhus({ says: 'Hej\n\nJeg er kontaktperson for Aarhus Kommune og mangler stadig login til skemaet.' }),
    expected: { kind: 'login-request', outcome: 'forward', kommune: '0751' },
  },
  {
    slug: 'decline', why: 'A kommune says that it is not covered.\nWhether that is so is not for a program.',
    raw: writeMail({ from: 'Asta Juul <asju@laesoe.dk>', subject: subject('0825'), answers: '0825', text: `Hej\n\nVi er ikke omfattet af reglerne, da vi har under 50 ansatte i den øverste ledelse.\n\nMvh Asta Juul${quotedLetter('Læsø', '0825')}` }),
    expected: { kind: 'decline', outcome: 'review', kommune: '0825' },
  },
  {
    slug: 'report-by-mail', why: 'The report itself comes by mail.\nReports are looked at by a person for now.',
    raw: writeMail({ from: mette, subject: 'Indberetning 2023 fra Aarhus Kommune', text: 'Hermed vores indberetning.\n\nMvh Mette Holm', parts: [part('indberetning.xlsx', 'Indberetning Aarhus.xlsx')] }),
    expected: { kind: 'report', outcome: 'review', kommune: '0751' },
  },
  {
    slug: 'thanks', why: 'A person thanks and promises to come back.\nNeither an answer nor a machine: cheap to look at.',
    raw: aarhus({ says: 'Hej\n\nTak for mailen. Vi vender tilbage med navnet på en kontaktperson.' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    slug: 'wrong-region', why: 'The list says Nordjylland for Aarhus.\nThe region is looked up; the difference is told in the acknowledgement.',
    raw: aarhus({ parts: [part('wrong-region.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: [`${accepted} - @ Kontaktliste.xlsx!Ark1!D5`] },
  },
  {
    slug: 'private-contact-address', why: 'The kommune names a contact with a private address.\nA login must not go there unseen.',
    raw: aarhus({ parts: [part('private-address.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mette.holm.privat@gmail.com> - @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'hidden-sheet', why: 'The visible sheet is not filled in; a hidden one has last year\'s contact.\nWhat nobody saw is not taken.',
    raw: aarhus({ parts: [part('hidden-sheet.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['name', 'email'] },
  },
  {
    slug: 'own-layout', why: 'A sheet of their own: merged title, other headings, a further column.\nThe heading row is found by its words.',
    raw: writeMail({ from: 'Pia Ravn <pira@syddjurs.dk>', subject: subject('0706'), answers: '0706', text: 'Hermed', parts: [part('merged.xlsx', 'Svar på brev.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0706', contacts: ['Pia Ravn <pira@syddjurs.dk> 87 53 50 00 @ Svar på brev.xlsx!Oversigt!C4'] },
  },
  {
    slug: 'labels-downwards', why: 'Labels in the first column, values in the second.\nThe sheet goes downwards.',
    raw: writeMail({ from: 'Åse Thomsen <ath@toender.dk>', subject: subject('0550'), answers: '0550', text: 'Se vedhæftede skema.', parts: [part('transposed.xlsx', 'Skema.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0550', contacts: ['Åse Thomsen <ath@toender.dk> 74929292 @ Skema.xlsx!Skema!B3'] },
  },
  {
    slug: 'first-and-last-name', why: 'First and last name in two columns, the address in capitals, the phone with +45.\nBoth columns make the name.',
    raw: writeMail({ from: 'Viborg Kommune <viborg@viborg.dk>', subject: subject('0791'), answers: '0791', text: 'Hermed den udfyldte liste', parts: [part('first-last-name.xlsx', 'Liste.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0791', contacts: ['Anne-Grethe Bech Sørensen <agbs@viborg.dk> +45 87 87 00 00 @ Liste.xlsx!Ark1!C2'] },
  },
  {
    slug: 'mislabelled-charset', why: 'windows-1252 labelled UTF-8, quoted-printable missing.\nNo letter of the name may be lost.',
    raw: Buffer.from(`Return-Path: <soby@soroe.dk>\r\nFrom: Soeren Byg <soby@soroe.dk>\r\nTo: lige@lige.dk\r\nSubject: Kontaktperson\r\nDate: Wed, 07 Feb 2024 09:12:30 +0100\r\nMessage-ID: <1@soroe.dk>\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nKontaktperson for Sorø Kommune: Søren Østerbye, soby@soroe.dk\r\n`, 'latin1'),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0340', contacts: ['Søren Østerbye <soby@soroe.dk> - @ body:1'] },
  },
  {
    slug: 'office-for-a-name', why: '"HR og Personale" with hr@: no person.\nA login needs one: review.',
    raw: aarhus({ parts: [part('hr-mailbox.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['HR og Personale <hr@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'no-longer-contact', why: 'The text takes back a name in the list.\nNot registered unseen.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Hej\n\nHer er listen, men bemærk at Mette Holm er stoppet hos os.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'joint-list', why: 'One kommune answers for two.\nIts domain proves only itself.',
    raw: writeMail({ from: 'Bo Krag <boka@aeroekommune.dk>', subject: 'Fælles kontaktliste', text: 'Hermed fælles liste for os og naboen.\n\nMvh Bo Krag', parts: [part('joint-list.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: ['Bo Krag <boka@aeroekommune.dk> - @ Kontaktliste.xlsx!Ark1!D5', 'Eva Toft <eto@langelandkommune.dk> - @ Kontaktliste.xlsx!Ark1!D6'] },
  },
  {
    slug: 'kommune-nowhere', why: 'A list from a shared IT house, and no kommune named anywhere.\nAsked which it is.',
    raw: writeMail({ from: 'Ida Møller <imo@fkit.dk>', subject: 'Kontaktoplysninger', text: 'Hermed vores oplysninger.', parts: [part('no-kommune.xlsx', 'Svar.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: null, contacts: ['Ida Møller <imo@fkit.dk> 70 10 20 30 @ Svar.xlsx!Ark1!A2'], missing: ['kommune'] },
  },
  {
    slug: 'forwarded-below', why: 'The main mailbox forwards a colleague\'s answer without a word of its own.\nForwarded text is not the sender\'s: a person looks.',
    raw: writeMail({ from: 'Odder Kommune <odder.kommune@odder.dk>', subject: 'VS: Indberetning [LIGE-2024-0727]', answers: '0727', text: '\n\nFra: Jytte Bak <jytte.bak@odder.dk>\nSendt: 5. februar 2024 11:20\nTil: Odder Kommune <odder.kommune@odder.dk>\nEmne: SV: Indberetning\n\nKontaktperson: Jytte Bak, jytte.bak@odder.dk\n' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0727' },
  },
  {
    slug: 'away-without-headers', why: 'Opens like an out-of-office message, has no sign of a machine, and names a contact person.\nA substitute is never registered unseen.',
    raw: writeMail({ from: 'Tom Vig <tvig@faxekommune.dk>', subject: subject('0320'), answers: '0320', text: 'Jeg er på ferie til den 20. februar.\nKontaktperson: Rie Lau, rlau@faxekommune.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0320', contacts: ['Rie Lau <rlau@faxekommune.dk> - @ body:2'] },
  },
  {
    slug: 'answer-below-quotation', why: 'Thunderbird: the quotation above, the answer below it.\nThe newest text stands at the end.',
    raw: writeMail({ from: 'Finn Ry <fry@skanderborg.dk>', subject: subject('0746'), answers: '0746', text: 'Den 30-01-2024 kl. 10:02 skrev Ligestillingsafdelingen:\n> Til Skanderborg Kommune\n>\n> Spørgsmål kan rettes til Anne Bendixen på mail: anb@lige.dk\n\nVores kontaktperson er Finn Ry.\n\n-- \nFinn Ry\nSkanderborg Kommune\n' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0746', contacts: ['Finn Ry <fry@skanderborg.dk> - @ body:1'] },
  },
  {
    slug: 'name-without-address', why: 'The text names a colleague and no address.\nAsked for the address; the sender\'s own is not hers.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Gitte Skov.' }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', contacts: ['Gitte Skov <-> - @ body:3'], missing: ['email'] },
  },
  {
    slug: 'perhaps', why: 'A name with "formentlig".\nNothing that is doubted is registered.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson bliver formentlig Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'ordinary-words', why: 'Words that are also kommuner: "vejen", "greve", "skive", and a postal district.\nNone of them is named; but what such a sentence means is not understood, so a person looks.',
    raw: writeMail({ from: 'Jan Toft <jtoft@kk.dk>', subject: 'Kontaktperson', text: 'Hej\n\nVejen frem er klar, og en skive brød til alle. Kontaktperson: Jan Toft, jtoft@kk.dk\n\nVenlig hilsen\n\nJan Toft\nKøbenhavns Kommune\nBernstorffsgade 17, 1577 København V\nEjet af grev Greve, 8600 Silkeborg' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0101', contacts: ['Jan Toft <jtoft@kk.dk> - @ body:3'] },
  },
  {
    slug: 'garbage', why: 'Bytes that are no mail.\nStill one line of facts, for a person.',
    raw: Buffer.from([0, 255, 254, 1, 2, 3, 10, 13, 200, 201, 66, 58, 0, 0, 13, 10]),
    expected: { kind: 'other', outcome: 'review', kommune: null },
  },
  {
    slug: 'cut-short', why: 'The connection broke in the middle of the attachment.\nThe list is damaged: asked for again.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')] }).subarray(0, 6200),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0751', missing: ['readable-attachment'] },
  },
  {
    slug: 'reply-to-elsewhere', why: 'From the kommune with a Reply-To at a foreign domain.\nThe contact stands; the answer goes to From.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], more: ['Reply-To: svar@mailhus.example'] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'our-form', why: 'The form as the bot sends it, filled in and otherwise untouched, with its lists and its _meta sheet.\nThe first data row is row 4.',
    raw: aarhus({ parts: [part('our-form-filled.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D4'] },
  },
  {
    slug: 'our-form-resaved', why: 'The same form saved again by LibreOffice.\nOther XML, the same facts.',
    raw: aarhus({ parts: [part('our-form-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D4'] },
  },
  {
    slug: 'text-it-is-me', why: '"Det er mig, der er kontaktperson": seen in the demo\'s country, first taken for small talk.\nName from From and signature, address from From.',
    raw: writeMail({ from: 'Freja Bæk Lund <fbae5@skivekommune.dk>', subject: subject('0779'), answers: '0779', text: `Hej\n\nDet er mig, der er kontaktperson i Skive Kommune.\n\nMed venlig hilsen\n\nFreja Bæk Lund\nAC-fuldmægtig${quotedLetter('Skive', '0779')}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0779', contacts: ['Freja Bæk Lund <fbae5@skivekommune.dk> - @ from'] },
  },
  {
    slug: 'text-it-is-not-me', why: 'The same words with a "not".\nNobody is registered.',
    raw: writeMail({ from: 'Freja Bæk Lund <fbae5@skivekommune.dk>', subject: subject('0779'), answers: '0779', text: `Hej\n\nDet er ikke mig, der er kontaktperson i Skive Kommune.\n\nMed venlig hilsen\n\nFreja Bæk Lund\nAC-fuldmægtig${quotedLetter('Skive', '0779')}` }),
    expected: { kind: 'other', outcome: 'review', kommune: '0779' },
  },
  {
    slug: 'director-and-contact-columns', why: 'The director\'s address stands before the contact\'s, both under "Mail".\nWhose the first address is, a program cannot tell.',
    raw: aarhus({ parts: [{ name: 'Svar.csv', type: 'text/csv', content: Buffer.from('Kommune;Direktør;Mail;Kontaktperson;Mail\nAarhus;Hans Jensen;haje@aarhus.dk;Mette Holm;mho@aarhus.dk\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <haje@aarhus.dk> - @ Svar.csv!D2'] },
  },
  {
    slug: 'leader-between-labels', why: 'A sheet downwards in which the leader\'s name stands before the only address.\nThe address is not given to the contact.',
    raw: aarhus({ parts: [{ name: 'Svar.csv', type: 'text/csv', content: Buffer.from('Kontaktperson;Mette Holm\nNærmeste leder;Hans Jensen\nMail;haje@aarhus.dk\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <haje@aarhus.dk> - @ Svar.csv!B1'] },
  },
  {
    slug: 'leader-between-labels-in-text', why: 'The same as lines of text.\nA line that names someone else makes the address next to it doubtful.',
    raw: aarhus({ says: 'Kontaktperson: Mette Holm\nNærmeste leder: Hans Jensen\nMail: haje@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <haje@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'remark-in-row', why: 'A remark beside the contact says that he has left.\nCells beside a contact are read too.',
    raw: aarhus({ parts: [{ name: 'Svar.csv', type: 'text/csv', content: Buffer.from('Kommune;Kontaktperson;E-mail;Bemærkning\nAarhus;Bent Gammel;bega@aarhus.dk;Fratrådt pr. 1/1\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ Svar.csv!B2'] },
  },
  {
    slug: 'list-of-leaders', why: 'A sheet of leaders, not of contacts.\nNothing in it, its name or the text says "kontakt".',
    raw: aarhus({ says: 'Vedhæftet oversigt over den øverste ledelse.', parts: [{ name: 'Ledelse.csv', type: 'text/csv', content: Buffer.from('Navn;Stilling;E-mail\nHans Jensen;Stadsdirektør;haje@aarhus.dk\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Hans Jensen <haje@aarhus.dk> - @ Ledelse.csv!A2'] },
  },
  {
    slug: 'invoice-address', why: 'A label that only ends in "mail".\nThe address for invoices is not the contact\'s.',
    raw: aarhus({ says: 'Kontaktperson: Gitte Skov\nFakturamail: faktura@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <-> - @ body:1'], missing: ['email'] },
  },
  {
    slug: 'hidden-row', why: 'Last year\'s contact in a row that is hidden.\nWhat nobody saw is not taken.',
    raw: aarhus({ parts: [part('hidden-row.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'hans-is-a-name', why: 'A contact called Hans, with his title.\n"Hans" is a name before it is "his".',
    raw: aarhus({ says: 'Kontaktperson: Direktør Hans Jensen, haje@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Hans Jensen <haje@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'initials-with-danish-letter', why: 'A name with the initial Ø., and the address in the next sentence.\nThe sentence does not end after "Ø.".',
    raw: aarhus({ says: 'Hej\n\nAarhus Kommune har udpeget Jørgen Ø. Åkjær som kontaktperson. Han kan kontaktes på joak@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Jørgen Ø. Åkjær <joak@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'was-contact', why: '"Var" is no "er".\nA sentence that names a contact may hold nothing that is not understood.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson var Bent Gammel, bega@aarhus.dk. Vi er ved at finde en ny.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'has-retired', why: 'The contact of our list has retired, said without any word for "not".\nUnknown words in the sentence make it a person\'s.',
    raw: aarhus({ says: 'Hej\n\nBent Gammel, bega@aarhus.dk, som I har stående som kontaktperson, er gået på pension.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'only-thinks', why: '"Tror" hedges.\nNothing that is doubted is registered.',
    raw: aarhus({ says: 'Hej\n\nJeg tror, at vores kontaktperson er Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'finds-the-contact', why: 'She is to find the contact, she is not the contact.\nBetween a name and "kontaktperson" only a word that makes her one may stand.',
    raw: aarhus({ says: 'Hej\n\nGitte Skov, gisk@aarhus.dk, finder kontaktpersonen.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'contact-for-something-else', why: 'A contact person for salaries of trainees.\nOnly the kommune and the matter of the letter may stand behind "kontaktperson for".',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson for elevlønsager er Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'contact-of-a-part', why: 'A contact person of one part of the kommune.\nThe letter asks for one of the kommune.',
    raw: aarhus({ says: 'Kontaktperson for Kultur og Borgerservice: Gitte Skov, gisk@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'last-years-answer', why: 'Last year\'s answer, told in the line above.\nWhat leads up to a contact has to be understood.',
    raw: aarhus({ says: 'Hej\n\nHer er, hvad vi skrev sidste år:\nKontaktperson: Bent Gammel, bega@aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body:4'] },
  },
  {
    slug: 'taken-back-below', why: 'The next sentence takes it back.\nThe rest of the text counts.',
    raw: aarhus({ says: 'Kontaktperson: Gitte Skov, gisk@aarhus.dk\n\nHovsa, jeg mener Lars Lind.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'my-mail-not-hers', why: 'The only address is the writer\'s own.\nIt is not given to the colleague.',
    raw: aarhus({ says: 'Vores kontaktperson er Gitte Skov. Min mail er mho@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <mho@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'contact-for-other-citizens', why: '"Jeg er kontaktperson", but for something else.\nThe sentence about oneself is held to the same words.',
    raw: aarhus({ says: 'Hej\n\nJeg er kontaktperson for borgere med handicap og sender mailen videre.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ from'] },
  },
  {
    slug: 'list-and-other-address', why: 'The text says which address to use instead of the one in the list.\nAnother address beside a list is looked at.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Brug venligst lali@aarhus.dk frem for den i filen.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'list-not-right', why: 'The text says that the list is not right yet.\nWhat is said of the list counts.',
    raw: aarhus({ parts: [part('aarhus-libreoffice.xlsx')], says: 'Listen er desværre ikke helt korrekt, vi sender en ny.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'senders-address-other-name', why: 'The list gives the sender\'s address to another name.\nOne of the two is wrong.',
    raw: aarhus({ parts: [{ name: 'Svar.csv', type: 'text/csv', content: Buffer.from('Kommune;Kontaktperson;E-mail\nAarhus;Ida Kok;mho@aarhus.dk\n') }] }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Ida Kok <mho@aarhus.dk> - @ Svar.csv!B2'] },
  },
  {
    slug: 'away-in-other-words', why: 'An out-of-office text without headers, in words no list of phrases has.\nWith a contact only the text names, absence is a doubt.',
    raw: aarhus({ says: 'Kære afsender. Tak for din mail. Jeg holder vinterferie og er tilbage mandag. Min kontaktperson er Lars Lind, lali@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Lars Lind <lali@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'struck-out', why: 'The old contact is struck out and the new one written behind.\nWhat is struck out is not read.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: '<p>Hej</p><p>Kontaktperson: <s>Bent Gammel, bega@aarhus.dk</s> Mette Holm, mho@aarhus.dk</p><div style="display:none">Kontaktperson: Skjult Person, skpe@aarhus.dk</div>' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ body:2'] },
  },
  {
    slug: 'blockquote-without-head', why: 'A quotation that only HTML marks as one.\nIts contact is old.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: '<div>Vi vender tilbage.</div><blockquote type="cite">Kontaktperson: Bent Gammel, bega@aarhus.dk</blockquote>' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    slug: 'dmarc-in-second-header', why: 'Each filter of our server writes its own Authentication-Results; DMARC stands in the second.\nThe first of ours with a DMARC result counts.',
    raw: aarhus({ says: 'Kontaktperson: Mette Holm, mho@aarhus.dk', top: ['Authentication-Results: "mx.lige.dk"; dkim=none'], dmarc: 'dmarc=fail header.from=aarhus.dk' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'no-reply-receipt', why: 'A case system\'s receipt from no-reply, without a header, with a "Kontaktperson".\nA mailbox that takes no answer gets none.',
    raw: writeMail({ from: 'Randers Kommune <noreply@randers.dk>', subject: 'Henvendelse modtaget', text: 'Vi har modtaget din henvendelse.\nKontaktperson: Borgerservice\nMail: borgerservice@randers.dk' }),
    expected: { kind: 'receipt', outcome: 'ignore', kommune: '0730' },
  },
  {
    slug: 'newsletter-without-header', why: 'A newsletter that has no List header and names a contact person.\nIts subject and its way to unsubscribe tell.',
    raw: writeMail({ from: 'Nyt fra Vejle Kommune <nyhedsbrev@vejle.dk>', subject: 'Nyhedsbrev februar 2024', text: 'Ny direktør.\nKontaktperson: Ida Kok, idko@vejle.dk\n\nAfmeld nyhedsbrevet her' }),
    expected: { kind: 'bulk', outcome: 'ignore', kommune: '0630' },
  },
  {
    slug: 'bounce-without-marks', why: 'A bounce from "System Administrator" without a header or a report.\nIts subject tells.',
    raw: writeMail({ from: 'System Administrator <administrator@vejle.dk>', subject: 'Mail kunne ikke leveres', text: 'Følgende modtager kunne ikke nås:\n\n  post@vejle.dk\n   Mailboksen findes ikke. 550 5.1.1' }),
    expected: { kind: 'bounce', outcome: 'ignore', kommune: '0630' },
  },
  {
    slug: 'block-under-sentence', why: 'Name, title, phone and address each in a line under the sentence, as many write.\nThe address is found, though it stands in the fourth line.',
    raw: aarhus({ says: 'Kære Ligestillingsafdeling\n\nAarhus Kommunes kontaktperson er:\n\nGitte Skov\nHR-konsulent\nTlf. 89 40 11 22\ngisk@aarhus.dk\n\nRegion Midtjylland' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> 89 40 11 22 @ body:3'] },
  },
  {
    slug: 'contact-through-someone', why: 'She will say who it is; the sentence leads to her by "af".\nBehind "kontaktperson" only "er", "hedder", a colon and the like lead to the name.',
    raw: aarhus({ says: 'Navnet på kontaktpersonen sendes af Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'greeting-and-sentence-in-one-line', why: '"Hej, vores kontaktperson er …": the greeting ends at the comma.\nThe sentence behind it is read.',
    raw: aarhus({ says: 'Hej, vores kontaktperson er Gitte Skov - gisk@aarhus.dk - tlf 89401122' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> 89401122 @ body:1'] },
  },
  // Quotations in HTML: the table below the head is old, whatever program quotes it.
  ...Object.entries(htmlQuotes).map(([program, quote]) => ({
    slug: `quoted-table-${program}`, why: `${program}: an HTML answer that repeats the quoted contact's name, above a quoted table with his old address.\nA quoted table is never an answer: nothing but the new text counts.`,
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Hej\n\nBent Gammel, bega@aarhus.dk, er her ikke mere. Vi skriver igen.${sign}`, html: quote('<p>Hej</p><p>Bent Gammel, bega@aarhus.dk, er her ikke mere. Vi skriver igen.</p>', oldTable) }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  })),
  ...Object.entries(htmlQuotes).map(([program, quote]) => ({
    slug: `table-above-quoted-table-${program}`, why: `${program}: the answer is a table, and the quotation below has one too.\nThe new one is registered, the old one is not seen.`,
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: quote('<p>Hej</p><p>Her er oplysningerne:</p><table><tr><td><p>Navn</p></td><td><p>E-mail</p></td></tr><tr><td><p>Gitte Skov</p></td><td><p>gisk@aarhus.dk</p></td></tr></table>', oldTable) }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body!Tabel 1!A2'] },
  })),
  {
    slug: 'typed-into-quoted-form', why: '"Svar nedenfor", and the answer stands in the quoted table of ours.\nWhose words those are cannot be told: a person looks.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: htmlQuotes['outlook']('<p>Hej</p><p>Se svar nedenfor i skemaet.</p>', oldTable) }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    slug: 'quotation-in-a-layout-table', why: 'A gateway laid a table around the whole mail, head of the quotation and all, in HTML alone.\nThe head is found in a cell too.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: `<table><tr><td>${htmlQuotes['outlook']('<p>Hej</p><p>Tak for mailen.</p>', oldTable)}</td></tr></table>` }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    slug: 'our-mail-without-a-head', why: 'Our own acknowledgement quoted without any head or mark, the answer above it.\nThe foot of our mails tells that old and new cannot be told apart.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: `Hej\n\nTak.\n\nVi har registreret:\n\nNavn: Bent Gammel\nE-mail: bega@aarhus.dk\n\nSvar på denne mail går til lige@lige.dk. Lad gerne referencen blive\nstående i emnefeltet.` }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body:7'] },
  },
  {
    slug: 'bottom-posted-below-outlook', why: 'Outlook quotes a mail that itself quoted first and answered below.\nBelow an Outlook head everything is old, marked or not.',
    raw: aarhus({ says: 'Tak for mailen.\n\nFra: Lars Lind <lali@aarhus.dk>\nSendt: 1. februar 2024 10:00\nTil: Mette Holm\nEmne: SV: Kontaktperson\n\n> Hvem er kontaktperson?\n\nKontaktperson: Bent Gammel, bega@aarhus.dk' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    slug: 'saved-mail-as-text-file', why: 'A saved mail comes as a text file, with an old contact in its quotation.\nA quotation in a file is as old as one in the mail.',
    raw: aarhus({ says: 'Se vedhæftede.', parts: [{ name: 'mail.txt', type: 'text/plain', content: Buffer.from('Vi vender tilbage.\n\nFra: Lars Lind\nSendt: 1. februar 2023\nTil: Mette Holm\nEmne: Kontaktperson\n\nKontaktperson: Bent Gammel, bega@aarhus.dk\n') }] }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    slug: 'contact-in-own-kommune', why: 'Aalborg is a surname too: "Kontaktperson i Aalborg Kommune bliver N", with an address.\nIts own kommune is no part of it.',
    raw: writeMail({ from: 'Aalborg Kommune <post@aalborg.dk>', subject: subject('0851'), answers: '0851', text: 'Hej\n\nKontaktperson i Aalborg Kommune bliver Yusuf Vestergaard, yuve@aalborg.dk.\n\nMed venlig hilsen\n\nAalborg Kommune' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0851', contacts: ['Yusuf Vestergaard <yuve@aalborg.dk> - @ body:3'] },
  },
  {
    slug: 'contact-in-own-kommune-no-address', why: 'The same without an address, for Struer.\nOnly the address is asked for.',
    raw: writeMail({ from: 'Struer Kommune <struer@struer.dk>', subject: subject('0671'), answers: '0671', text: 'Hej\n\nKontaktperson for Struer Kommune er Yusuf Vestergaard.\n\nMed venlig hilsen\n\nStruer Kommune' }),
    expected: { kind: 'contact-list', outcome: 'clarify', kommune: '0671', contacts: ['Yusuf Vestergaard <-> - @ body:3'], missing: ['email'] },
  },
  {
    slug: 'contact-of-another-kommune', why: 'A bare name behind "kontaktperson for" is a kommune, and here another one.\nA contradiction.',
    raw: aarhus({ says: 'Hej\n\nKontaktperson for Struer er Gitte Skov, gisk@aarhus.dk.' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: null, contacts: ['Gitte Skov <gisk@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'table-pointed-at', why: '"Fremgår af skemaet herunder", with the table in Outlook\'s HTML and its cells as lines in the plain part.\nThe sentence leads to the table, and the cells are not read twice.',
    raw: writeMail({ from: 'Haderslev Kommune <post@haderslev.dk>', subject: subject('0510'), answers: '0510', text: 'Hej\n\nKommunens kontaktperson fremgår af skemaet herunder.\n\nNavn\n\nE-mailadresse\n\nTelefonnr.\n\nMyndighed\n\nSøren Andersen\n\nsoan@haderslev.dk\n\n\n\nHaderslev Kommune\n\nMed venlig hilsen\n\nHaderslev Kommune', html: '<p>Hej</p><p>Kommunens kontaktperson fremgår af skemaet herunder.</p><table><tr><td><p>Navn</p></td><td><p>E-mailadresse</p></td><td><p>Telefonnr.</p></td><td><p>Myndighed</p></td></tr><tr><td><p>Søren Andersen</p></td><td><p>soan@haderslev.dk</p></td><td><p></p></td><td><p>Haderslev Kommune</p></td></tr></table><p>Med venlig hilsen</p><p>Haderslev Kommune</p>' }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0510', contacts: ['Søren Andersen <soan@haderslev.dk> - @ body!Tabel 1!A2'] },
  },
  {
    slug: 'last-years-table-pointed-at', why: 'The same table, but the sentence says that it is last year\'s.\nWhat leads up to a table has to be understood.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', html: '<p>Kommunens kontaktperson fremgår af sidste års skema herunder.</p><table><tr><td>Navn</td><td>E-mail</td></tr><tr><td>Bent Gammel</td><td>bega@aarhus.dk</td></tr></table>' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Bent Gammel <bega@aarhus.dk> - @ body!Tabel 1!A2'] },
  },
  {
    slug: 'list-pointed-at', why: '"Fremgår af vedhæftede liste", and a label whose value is "se vedhæftede".\nWords that point to the list name nobody.',
    raw: aarhus({ says: 'Hej\n\nKommunens kontaktperson fremgår af vedhæftede liste.\nKontaktperson: se vedhæftede liste', parts: [part('aarhus-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'overview-pointed-at', why: '"Står i vedhæftede oversigt", and the name once more in the sentence.\nList and text agree.',
    raw: aarhus({ says: 'Hej\n\nVores kontaktperson er Mette Holm, se vedhæftede oversigt.', parts: [part('aarhus-libreoffice.xlsx')] }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> 89 40 12 34 @ Kontaktliste.xlsx!Ark1!D5'] },
  },
  {
    slug: 'list-pointed-at-and-forgotten', why: 'The list was not attached, and the writer signs without a closing phrase.\nThe writer is not taken for the contact.',
    raw: writeMail({ from: mette, subject: subject('0751'), answers: '0751', text: 'Kontaktpersonen fremgår af vedhæftede liste.\n\nMette Holm\nHR-konsulent' }),
    expected: { kind: 'contact-list', outcome: 'review', kommune: '0751', contacts: ['Mette Holm <mho@aarhus.dk> - @ body:1'] },
  },
  {
    slug: 'address-asked-for', why: 'We asked for the address of the contact; the answer does not say "kontaktperson" again.\nA name with its address is the answer to that question.',
    raw: writeMail({ from: 'Aarhus Kommune <post@aarhus.dk>', subject: subject('0751'), more: ['In-Reply-To: <clarify.2024.0751@lige.dk>'], text: `Hej\n\nBeklager. Helle Ågård har mailadressen haag7@aarhus.dk.\n\nMed venlig hilsen\n\nAarhus Kommune${quotedLetter()}` }),
    expected: { kind: 'contact-list', outcome: 'accept', kommune: '0751', contacts: ['Helle Ågård <haag7@aarhus.dk> - @ body:3'] },
  },
  {
    slug: 'address-of-someone-else-asked-for', why: 'The same question, answered with the address of someone who is told to be the boss.\nOnly a bare name with its address answers it.',
    raw: writeMail({ from: mette, subject: subject('0751'), more: ['In-Reply-To: <clarify.2024.0751@lige.dk>'], text: 'Hej\n\nMin chef Helle Ågård har mailadressen haag7@aarhus.dk.' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
  {
    slug: 'address-not-asked-for', why: 'Name and address in an answer to the letter, without a word of what she is.\nUnasked, that is not enough.',
    raw: aarhus({ says: 'Hej\n\nHelle Ågård har mailadressen haag7@aarhus.dk.' }),
    expected: { kind: 'other', outcome: 'review', kommune: '0751' },
  },
];

export const goldens: readonly Golden[] = all.map(({ slug, ...rest }, i) => ({ name: `${String(i + 1).padStart(2, '0')}-${slug}`, ...rest }));

function bounce(): Buffer {
  return Buffer.from(`Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.lige.dk>\r\nTo: lige@lige.dk\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: Wed, 31 Jan 2024 10:02:30 +0100\r\nMessage-ID: <dsn1@mx.lige.dk>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nYour message could not be delivered.\r\n\r\n--b1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.lige.dk\r\n\r\nFinal-Recipient: rfc822; kommunen@laesoe.dk\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b1\r\nContent-Type: message/rfc822\r\n\r\nFrom: lige@lige.dk\r\nTo: kommunen@laesoe.dk\r\nSubject: Indberetning [LIGE-2024-0825]\r\nMessage-ID: <letter.2024.0825@lige.dk>\r\n\r\nTil alle kommuner\r\n\r\n--b1--\r\n`);
}

function readReceipt(): Buffer {
  return Buffer.from(`Return-Path: <>\r\nFrom: Ballerup Kommune <borger@balk.dk>\r\nTo: lige@lige.dk\r\nSubject: =?utf-8?Q?L=C3=A6st:_Indberetning?=\r\nDate: Wed, 31 Jan 2024 10:02:30 +0100\r\nMessage-ID: <mdn1@balk.dk>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMeddelelsen blev vist.\r\n\r\n--b1\r\nContent-Type: message/disposition-notification\r\n\r\nReporting-UA: Outlook\r\nFinal-Recipient: rfc822;borger@balk.dk\r\nOriginal-Message-ID: <letter.2024.0151@lige.dk>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b1--\r\n`);
}
