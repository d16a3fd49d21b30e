// Questions of kommuner: put before the department's contact, and her answer sent back word for word in the kommune's own thread. For cases and desk alike.
// It refuses to send anybody's words but those of whom we asked, and to answer twice.
import { asking } from './asking.ts';
import type { Campaign } from './campaign.ts';
import { cutMark, ignored, type CaseEvent, type Decision, type DeskEvent, type MailRef } from './events.ts';
import { questionOfForward, type Items } from './items.ts';
import { plainAddress } from './letters/line.ts';
import type { OutgoingState } from './outgoing.ts';
import type { CaseBeside, ForwardedQuestion } from './task.ts';

export type QuestionCommand = { readonly at: string } & (
  | { readonly type: 'forward-question'; readonly question: string }
  /** A reply to the forwarded question `task`, proved to be hers. `text`: her words, without the quotation; `reading` as for any mail. `problem`: why it can't be sent as it is. */
  | { readonly type: 'receive-answer'; readonly mail: MailRef; readonly reading: number; readonly task: string; readonly text: string; readonly problem: string | null }
);

export function isQuestionCommand(command: { readonly type: string }): command is QuestionCommand {
  return command.type === 'forward-question' || command.type === 'receive-answer';
}

/** What a case and the desk have in common here. */
export type QuestionState = Pick<Items, 'questions' | 'reviews' | 'forwarded' | 'opened'> & { readonly kommune: string | null; readonly outgoing: OutgoingState; readonly mails: Readonly<Record<string, number>> };

type SharedEvent = CaseEvent & DeskEvent;

/** `beside`: where the case stands; null at the desk. */
export function decideQuestion(command: QuestionCommand, state: QuestionState, campaign: Campaign, beside: () => CaseBeside | null): Decision<SharedEvent> {
  switch (command.type) {
    case 'forward-question':
      return forward(command, state, campaign, beside);
    case 'receive-answer':
      return receiveAnswer(command, state, campaign);
  }
}

function forward({ at, question }: Extract<QuestionCommand, { type: 'forward-question' }>, state: QuestionState, campaign: Campaign, beside: () => CaseBeside | null): Decision<SharedEvent> {
  const open = state.questions.find((q) => q.question === question);
  if (!open) return ignored('no-such-question');
  if (state.forwarded[question] !== undefined) return ignored('already-forwarded');
  const text = open.read?.text ?? '';
  const shown: ForwardedQuestion = {
    from: open.mail.from, date: open.mail.date, subject: open.mail.subject, text: text.endsWith(cutMark) ? text.slice(0, -cutMark.length) : text, cut: text.endsWith(cutMark),
    files: open.read?.files ?? [], answerTo: answerTo(open.read?.answerTo ?? null),
  };
  const { name, email } = campaign.questions;
  return { events: [asking(state, campaign, at)({ kind: 'review', item: question, recipientName: name, question: shown, beside: beside() }, email) as SharedEvent] };
}

function receiveAnswer(command: Extract<QuestionCommand, { type: 'receive-answer' }>, state: QuestionState, campaign: Campaign): Decision<SharedEvent> {
  const { at, mail, reading, task, text, problem } = command;
  if ((state.mails[mail.id] ?? 0) >= reading) return ignored('already-received');
  const open = questionOfForward(state, task);
  const to = answerTo(open?.read?.answerTo ?? null);
  const why = !open ? 'the question it answers is not open any more' : problem ?? (to === null || !open.read ? 'nobody may be answered there: answer by hand, then close the question' : null);
  const received = (outcome: 'accept' | 'review', reason: string): SharedEvent => ({ type: 'mail-received', at, mail, reading, kind: 'other', outcome, reasons: [reason] });
  if (why !== null || !open?.read || to === null) {
    const waits = state.reviews.some((r) => r.mail?.id === mail.id);
    const detail = `${mail.from} answers ${task}, but ${why}`;
    return { events: [received('review', detail), ...(waits ? [] : [{ type: 'review-opened' as const, at, review: `r${state.opened + 1}`, mail, reason: 'answers-no-question' as const, detail }])] };
  }
  const { question, read } = open;
  return {
    events: [
      received('accept', `it is the answer to question ${question}`),
      { type: 'review-closed', at, item: question, how: 'answered', by: mail.from, note: '', to: null },
      asking(state, campaign, at)({ kind: 'answer', item: question, by: mail.from, text }, to, read.thread, question) as SharedEvent,
    ],
  };
}

function answerTo(address: string | null): string | null {
  return address === null ? null : plainAddress(address) ?? null;
}
