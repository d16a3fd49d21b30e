// The two mails of a question: the kommune's, put before the department's contact with the case beside it, and her answer, word for word.
// It refuses to add to what a person wrote, to take from it, and to send it cut.
import { danishDay } from '../calendar.ts';
import type { CaseBeside } from '../task.ts';
import { sharedFields, type Body, type LetterContext, type TaskOf } from './body.ts';
import { danishDateOf, danishTimeOf } from './danish.ts';
import { bareSubject, shortLine } from './line.ts';
import type { BesideFields } from './template.ts';
import { boundedText, rowsOf, textLines } from './verbatim.ts';
import { receivedInDanish, phaseInDanish, sentInDanish } from './words.ts';

/** A few pages: more is read in the mail itself. */
const longestQuestion = 20_000;
/** As much as is read of any mail (bounded.ts). */
export const longestAnswer = 100_000;

export function questionBody(task: TaskOf<'review'>, context: LetterContext): Body {
  const { question, beside, recipientName } = task;
  if (context.code === null || !/^[a-z2-7]{16}$/.test(context.code)) throw new Error(`task ${task.id} forwards a question, and the code by which its answer is known is missing`);
  const sender = context.kommune?.name ?? question.from;
  const subject = shortLine(bareSubject(question.subject), 150);
  const { text, cut } = boundedText(question.text, longestQuestion);
  const lines = textLines(text);
  return {
    subject: `Spørgsmål fra ${sender}${subject === '' ? '' : `: ${subject}`}`,
    toName: recipientName,
    mark: `svar.${context.code}`,
    template: { name: 'question', fields: {
      ...sharedFields(task, context), recipient: recipientName, sender, from: question.from, written: question.date === null ? '' : danishTimeOf(question.date), subject: question.subject,
      answerTo: question.answerTo ?? '', hasText: lines.length > 0, lines: lines.map((one) => ({ rows: rowsOf(one) })), cut: question.cut || cut,
      hasFiles: question.files.length > 0, files: question.files, beside: beside === null ? [] : [besideFields(beside)],
      number: `${task.kommune ?? 'desk'}/${task.item}`, code: context.code,
    } },
  };
}

function besideFields(beside: CaseBeside): BesideFields {
  const { contact, mails } = beside;
  return {
    name: beside.name, phase: phaseInDanish(beside.phase), mailbox: beside.mailbox, contactName: contact?.name ?? '', contactEmail: contact?.email ?? '', reminders: beside.reminders === 0 ? 'ingen' : String(beside.reminders),
    contactDeadline: danishDay(Temporal.PlainDate.from(beside.contactDeadline)), reportDeadline: danishDay(Temporal.PlainDate.from(beside.reportDeadline)), hasMails: mails.length > 0,
    mails: mails.map(({ at, direction, what, who }) => ({ at: danishDateOf(at), who: `${direction === 'in' ? 'fra' : 'til'} ${who}`, what: direction === 'in' ? receivedInDanish(what) : sentInDanish(what) })),
  };
}

/** A person wrote it, with her own greeting and name; nothing stands around it but the reference. */
export function answerBody(task: TaskOf<'answer'>, context: LetterContext): Body {
  const lines = textLines(task.text);
  if (lines.length === 0) throw new Error(`task ${task.id} is an answer without a word: answer by hand`);
  if (task.text.length > longestAnswer) throw new Error(`task ${task.id} is an answer of ${task.text.length} characters, and one of more than ${longestAnswer} is not sent: answer by hand`);
  const { title, caseNumber, tag, senderAddress } = sharedFields(task, context);
  return { subject: `Svar på jeres spørgsmål: ${title}`, toName: '', template: { name: 'answer', fields: { title, caseNumber, tag, senderAddress, lines } } };
}
