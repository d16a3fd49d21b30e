// The newest text of replies as Danish and other mail programs write them.
// It refuses to lose a sentence of the sender: a mere "Fra:" or "Den 1. marts …" is no quotation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { holdsOurMail, newestText } from '../../src/core/newest-text.ts';

const old = 'Til alle kommuner\nListen bedes fremsendt';

describe('heads of quotations', () => {
  test.each([
    ['Outlook, Danish', 'Fra: Lige <lige@lige.dk>\nSendt: 30. januar 2024 10:02\nTil: post@aarhus.dk\nEmne: Indberetning'],
    ['Outlook, Danish, with Dato and Cc', 'Fra: Lige <lige@lige.dk>\nDato: 30. januar 2024\nTil: post@aarhus.dk\nCc: x@aarhus.dk\nEmne: Indberetning'],
    ['Outlook, bold as in HTML made text', '*Fra:* Lige <lige@lige.dk>\n*Sendt:* 30. januar 2024 10:02\n*Til:* post@aarhus.dk\n*Emne:* Indberetning'],
    ['Outlook, English', 'From: Lige <lige@lige.dk>\nSent: Tuesday, January 30, 2024 10:02 AM\nTo: post@aarhus.dk\nSubject: Indberetning'],
    ['Outlook, German', 'Von: Lige <lige@lige.dk>\nGesendet: Dienstag, 30. Januar 2024\nAn: post@aarhus.dk\nBetreff: Indberetning'],
    ['Outlook, Swedish', 'Från: Lige <lige@lige.dk>\nSkickat: den 30 januari 2024\nTill: post@aarhus.dk\nÄmne: Indberetning'],
    ['Outlook on the web, with a line', '________________________________\nFra: Lige <lige@lige.dk>\nSendt: 30. januar 2024\nTil: x\nEmne: y'],
    ['older Outlook', '-----Oprindelig meddelelse-----\nFra: Lige'],
    ['English original message', '-----Original Message-----\nFrom: Lige'],
    ['web mail', '-------- Oprindelig besked --------\nFra: Lige'],
    ['Gmail, Danish', 'Den tirs. 30. jan. 2024 kl. 10.02 skrev Lige <lige@lige.dk>:'],
    ['Gmail, wrapped', 'Den tirs. 30. jan. 2024 kl. 10.02 skrev Ligestillingsafdelingen <\nlige@lige.dk>:'],
    ['Gmail, English', 'On Tue, Jan 30, 2024 at 10:02 AM Lige <lige@lige.dk> wrote:'],
    ['Gmail, Norwegian', 'tir. 30. jan. 2024 kl. 10:02 skrev Lige <lige@lige.dk>:'],
    ['Apple Mail', 'Den 30. jan. 2024 kl. 10.02 skrev lige@lige.dk:'],
    ['Apple Mail, German', 'Am 30.01.2024 um 10:02 schrieb Lige <lige@lige.dk>:'],
    ['webmail D.', 'D. 30/01/2024 10.02 skrev "Lige"'],
    ['Thunderbird', 'Den 30-01-2024 kl. 10:02 skrev Lige:'],
    ['forwarded by Apple', 'Start på videresendt besked:'],
  ])('%s', (_what, head) => {
    expect(newestText(`Hej\n\nHermed listen.\n\n${head}\n\n${old}`)).toMatchObject({ text: 'Hej\n\nHermed listen.', quotes: true });
  });

  test('an answer below lines marked with ">" is kept', () => {
    expect(newestText(`Den 30-01-2024 kl. 10:02 skrev Lige:\n> ${old.replace('\n', '\n> ')}\n\nHermed listen.`).text).toBe('Hermed listen.');
  });

  test.each([
    ['a date after "Fra:"', 'Fra: 1. januar 2024 er Mette Holm kontaktperson.\nTil: alle spørgsmål svarer hun.'],
    ['a sentence that begins like a head', 'Den 1. marts 2024 starter vores nye kontaktperson, Mette Holm.\nHun skrev selv: glæder mig!'],
    ['a sentence with "skrev"', 'Den 30. januar skrev I til os. Hermed svar.'],
    ['an arrow in the text', 'Kvinder > mænd i vores ledelse'],
  ])('%s is no quotation', (_what, text) => expect(newestText(text).text).toBe(text));
});

describe('signatures', () => {
  test.each(['Med venlig hilsen', 'Venlig hilsen', 'Mvh', 'Mvh.', 'VH', 'Kh', 'De bedste hilsner', 'Bedste hilsner,', 'Hilsen', 'Best regards', 'Venlig hilsen / Kind regards', 'Mvh Mette'])('%s begins one', (line) => {
    expect(newestText(`Hej\n\nHermed.\n\n${line}\nMette Holm`)).toMatchObject({ body: 'Hej\n\nHermed.', signature: `${line}\nMette Holm` });
  });
  test('a sentence that begins with a greeting word does not', () => {
    expect(newestText('Hilsen til jer alle. Vores kontaktperson er Mette Holm.').signature).toBe('');
  });
});

test('never longer than the mail, and reading it twice changes nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
    const once = newestText(text).text;
    expect(once.length).toBeLessThanOrEqual(text.length);
  }));
});

describe('what stands below a head', () => {
  test('an answer below "N skrev:" and its marked lines is new', () => {
    expect(newestText('Den 30. januar 2024 kl. 10.02 skrev Lige <lige@lige.dk>:\n> Hvem?\n\nMette Holm.').text).toBe('Mette Holm.');
  });
  test('below an Outlook head everything is old, marked lines or not', () => {
    expect(newestText('Tak.\n\nFra: Lars\nSendt: i går\nTil: Mette\nEmne: SV\n\n> Hvem?\n\nBent Gammel.').text).toBe('Tak.');
  });
  test('a head whose values stand in the next lines is one', () => {
    expect(newestText('Tak.\n\nFra:\nLars\nSendt:\ni går\nTil:\nMette\nEmne:\nSV\n\nBent Gammel.').text).toBe('Tak.');
  });
});

test('the foot of our own mails is known, as the template has it', () => {
  const root = join(import.meta.dirname, '../../templates/mail/parts');
  for (const file of ['footer.txt', 'footer.mjml']) {
    const template = readFileSync(join(root, file), 'utf8');
    expect(holdsOurMail(template)).toBe(true);
  }
  expect(holdsOurMail('Vi svarer på denne mail i morgen. Jeres reference er LIGE-2024-0751.')).toBe(false);
});
