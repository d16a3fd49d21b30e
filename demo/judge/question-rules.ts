// The rules about questions: put before the department, and her answer carried back, word for word.
// It refuses to read for sense: the words are compared as they stand.
import { answeredAll, postedAll, takenAll, type Broken, type Evidence, type Rule } from './evidence.ts';
import { atOnce } from './login-rules.ts';
import { broken, described, holds, named, plainOf, same, says, unless } from './words.ts';

export const questionRules: readonly Rule[] = [
  { name: 'each question is put before the department once and at once, with the asker and the very words', judge: forwarded },
  { name: 'each answer of the department reaches the asker once, in the thread, word for word and without what it quotes', judge: carried },
];

function forwarded(evidence: Evidence): readonly Broken[] {
  const asked = postedAll(evidence).filter((p) => p.asks !== null);
  const forwards = takenAll(evidence).filter((t) => t.mail.kind === 'review');
  const bad = asked.flatMap((post) => {
    const mine = forwards.filter((t) => t.place === 'ministry' && t.mail.kommune === post.kommune && says(unmarked(t.mail), post.asks ?? '') && says(t.mail, post.from) && atOnce(post, t.at));
    return unless(mine.length === 1, post.kommune, `${described(post)} was put before the department ${mine.length} times at once, not once`);
  });
  const asking = new Set(asked.map((p) => p.kommune));
  const stray = forwards.filter((t) => t.place !== 'ministry' || t.mail.kommune === null || !asking.has(t.mail.kommune)).map((t) => broken(t.mail.kommune, `${named(t)} puts a question that nobody asked, or puts it before somebody else`));
  const many = [...asking].flatMap((code) => {
    const [count, due] = [forwards.filter((t) => t.mail.kommune === code).length, asked.filter((p) => p.kommune === code).length];
    return unless(count === due, code, `the questions of kommune ${code} were put before the department ${count} times, not ${due}`);
  });
  return [...bad, ...stray, ...many];
}

/** The text without the marks of a quotation. */
function unmarked<M extends { readonly text: string }>(mail: M): M {
  return { ...mail, text: mail.text.replaceAll(/^> ?/gm, '') };
}

/** What stands in the mail that she answers, for her eyes only. */
const internal = ['Svarkode', 'Hovedpostkasse', 'Sagen:', 'Seneste mails', 'sendes ordret'];

function carried(evidence: Evidence): readonly Broken[] {
  const answers = takenAll(evidence).filter((t) => t.mail.kind === 'answer');
  const asked = postedAll(evidence).filter((p) => p.asks !== null);
  const bad = answeredAll(evidence).flatMap(({ kommune, asks, words, forward }) => {
    const question = asked.find((p) => p.kommune === kommune && p.asks === asks);
    if (!question) return [broken(kommune, `the department answered ${forward}, and kommune ${kommune} had not asked that`)];
    const mine = answers.filter((t) => t.kommune === kommune && t.mail.inReplyTo === question.messageId);
    if (mine.length !== 1) return [broken(kommune, `the answer to ${described(question)} came ${mine.length} times in its thread, not once`)];
    return mine.flatMap((t) => {
      const whole = words.join(' ');
      const told = [...internal, asks].filter((secret) => holds(t.mail.text, secret) || holds(plainOf(t.mail.html), secret));
      return [
        ...unless(same(t.address, question.from), kommune, `the answer to ${described(question)} went to ${t.address}`),
        ...unless(t.mail.references.includes(question.messageId), kommune, `${named(t)} does not name the question in its References`),
        ...unless(says(t.mail, whole), kommune, `${named(t)} does not say in text and HTML what the department wrote, word for word: ${whole}`),
        ...told.map((secret) => broken(kommune, `${named(t)} shows the asker "${secret}", which she only quoted`)),
      ];
    });
  });
  const due = new Map(evidence.players.map((p) => [p.code, p.truth.answers]));
  const many = evidence.players.flatMap(({ code, name }) => {
    const count = answers.filter((t) => t.kommune === code).length;
    return unless(count === (due.get(code) ?? 0), code, `${name} got ${count} answers of the department, not ${due.get(code) ?? 0}`);
  });
  return [...bad, ...many];
}
