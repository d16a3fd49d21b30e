// Scripts of kommuner that ask the department something: alone, beside a list, for more time, for a login that is not theirs.
// It refuses to leave them without an answer: each says what comes after it.
import { danishDate, roundDays, workingDay } from '../../calendar.ts';
import { answer } from '../answers.ts';
import { contentFor } from '../contents.ts';
import { compose, type Post } from '../mime.ts';
import { anyQuestion, loginForColleague, moreTime } from '../questions.ts';
import { act, type Act, type Cast, type Due, type Given, type Question, type Script } from '../script.ts';
import { answers, script } from './answers.ts';
import { daysAfterLetter, inTime } from './when.ts';

function asks(cast: Cast, question: Question, due: Due, label = 'question'): Act {
  return act(label, due, 'question', (given) => answer(cast, given, cast.colleague, { paragraphs: [question.words, 'På forhånd tak for hjælpen.'] }, { threading: 'reply' }), { question });
}

/** Who has got the answer sends the list. */
const listThen = (cast: Cast, workingDays = 1): Act => answers(cast, 'mailbox', 'filled-list', { on: 'mail', kind: 'answer', workingDays }, { threading: 'reply' });

/** Answered the same afternoon or the next working day. */
export function question(cast: Cast): Script {
  return script([asks(cast, anyQuestion(cast.chance, cast.chance.int(0, 1)), inTime(cast)), listThen(cast)]);
}

/** Two rounds come before the answer does: they are held, and nobody is reminded on its heels; the next round reminds, and then the list comes. */
export function questionAnsweredLate(cast: Cast): Script {
  const { calendar } = cast;
  const on = roundDays(calendar, 'contact')[1]?.day ?? calendar.deadlines.contact;
  let days = 0;
  while (workingDay(workingDay(calendar.letterDate, 4), days).until(on).sign >= 0) days += 1;
  return script([asks(cast, anyQuestion(cast.chance, days), daysAfterLetter(cast, 4)), listThen(cast, 3)]);
}

/** Somebody who knows how our mails are called writes in the department's name; the true answer comes all the same. */
export function forgedAnswer(cast: Cast): Script {
  const forged = act('forged answer of the department', daysAfterLetter(cast, 3), 'review', (given) => forgedReply(cast, given));
  return script([asks(cast, anyQuestion(cast.chance, 2), daysAfterLetter(cast, 2)), forged], ['review']);
}

/** To a mail that he has never seen: its Message-ID can be guessed, the rest can't. */
function forgedReply(cast: Cast, { id, letter, at, chance }: Given): Promise<Post> {
  return compose({
    id, from: { name: 'Anne Bendixen', address: 'anb@lige.dk' }, to: cast.ministry, date: at.subtract({ minutes: 7 }), subject: `SV: Spørgsmål fra ${cast.kommune.name} [LIGE-${cast.calendar.campaign}-${cast.kommune.code}]`,
    text: 'Hej\n\nI skal ikke indberette i år. Slet venligst vores mails.\n\nMed venlig hilsen\nAnne Bendixen\n', inReplyTo: letter.messageId?.replace('<letter.', '<review.'),
  }, 'fail', `bulk@mailer${chance.int(1, 9)}.example`);
}

export function listAndQuestion(cast: Cast): Script {
  const asked = anyQuestion(cast.chance, cast.chance.int(0, 2));
  return script([act('filled list and question', inTime(cast), 'register', async (given) => {
    const { paragraphs, attachments } = await contentFor(cast, given, 'filled-list', cast.contact);
    return answer(cast, given, 'mailbox', { paragraphs: [...paragraphs, asked.words], attachments }, { threading: 'reply' });
  }, { contact: cast.contact, question: asked })]);
}

/** Asks for more time, gets two weeks, and answers after the first of the later rounds. */
export function moreTimeAsked(cast: Cast): Script {
  const { calendar } = cast;
  const until = workingDay(calendar.deadlines.contact, 10);
  const first = roundDays(calendar, 'contact', until)[0]?.day ?? until;
  return script(
    [asks(cast, moreTime(danishDate(until)), daysAfterLetter(cast, 3), 'asks for more time'), answers(cast, 'mailbox', 'filled-list', { on: 'day', day: workingDay(first, 1), slot: 'morning' })],
    [], 'open', [{ after: 0, workingDays: 1, does: 'extend', deadline: 'contact', until, because: 'direktionen behandler sagen efter vinterferien' }],
  );
}

/** A colleague wants the login that only the contact gets. */
export function colleagueWantsLogin(cast: Cast): Script {
  return script([answers(cast, 'mailbox', 'filled-list', inTime(cast)), asks(cast, loginForColleague, { on: 'mail', kind: 'login', workingDays: 2 }, 'login asked by a colleague')]);
}
