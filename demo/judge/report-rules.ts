// The rules about reports: what counts is what the kommune meant, each version has its receipt, faults are told cell by cell, and nobody else reports.
// It refuses the bot's word for a figure: each is read back out of receipts and pages, and held against what was meant.
import { cellsIn } from '../reports/form.ts';
import { blocksOfText, differences, factsOf, factsOfBlocks, factsOfSheet, type Facts } from '../reports/facts.ts';
import { caseOf, postedAll, takenBy, visitedAll, type Broken, type Evidence, type Player, type Rule, type Taken } from './evidence.ts';
import { atOnce } from './login-rules.ts';
import { phaseReached, versionsOf } from './reports.ts';
import { lifeOf } from './standing.ts';
import { broken, described, named, same, says, unless } from './words.ts';

export const reportRules: readonly Rule[] = [
  { name: 'each version of a report has exactly one receipt, to the contact and at once, and nothing else has', judge: (e) => each(e, receipts) },
  { name: 'receipts tell each report exactly as it was meant: in text, sheet and PDF of the mail, and on the portal', judge: (e) => each(e, exact) },
  { name: 'the newest version counts, whichever way it came', judge: (e) => each(e, newest) },
  { name: 'a sheet with faults is answered once and at once, naming the cells that are wrong and no others', judge: (e) => each(e, faults) },
  { name: 'who is invited gets one link of her own, and nobody else does', judge: (e) => each(e, invitations) },
  { name: 'whoever meant to report, correct or invite could', judge: couldAll },
  { name: 'status tells how far each report has come', judge: phases },
  { name: 'each digest counts the logins activated since the last, and the reports begun and handed in', judge: digests },
];

type Judge = (evidence: Evidence, player: Player) => readonly Broken[];

function each(evidence: Evidence, judge: Judge): readonly Broken[] {
  return evidence.players.flatMap((player) => judge(evidence, player));
}

function ofKind(evidence: Evidence, code: string, kind: string): readonly Taken[] {
  return takenBy(evidence, code).filter((t) => t.mail.kind === kind);
}

/** The number that a receipt tells. */
function numberOn(receipt: Taken): number {
  return Number(/^ *Version: +(\d+)/m.exec(receipt.mail.text)?.[1] ?? Number.NaN);
}

function receipts(evidence: Evidence, player: Player): readonly Broken[] {
  const { code, name } = player;
  const versions = versionsOf(evidence, code);
  const mails = ofKind(evidence, code, 'receipt');
  const contact = lifeOf(evidence, player).at(-1)?.after.contact?.email ?? '';
  return [
    ...unless(mails.map(numberOn).join() === versions.map((_, i) => i + 1).join(), code, `${name} got receipts for the versions ${mails.map(numberOn).join(', ') || 'none'}; it handed in ${versions.length}`),
    ...mails.flatMap((receipt, i) => {
      const version = versions[i];
      return [
        ...unless(same(receipt.address, contact), code, `${named(receipt)} did not go to ${contact}`),
        ...unless(version === undefined || (atOnce(version, receipt.at) && receipt.mail.inReplyTo === (version.mail?.messageId ?? null)), code, `${named(receipt)} is late, or out of the thread of what it acknowledges`),
      ];
    }),
  ];
}

const sheets = new WeakMap<Uint8Array, Facts>();

/** A sheet is read once, however often it is judged. */
function sheetFacts(sheet: Uint8Array): Facts {
  const known = sheets.get(sheet) ?? factsOfSheet(sheet);
  sheets.set(sheet, known);
  return known;
}

function exact(evidence: Evidence, { code, name }: Player): readonly Broken[] {
  const versions = versionsOf(evidence, code);
  const off = (where: string, found: readonly string[]): readonly Broken[] => found.map((what) => broken(code, `${name}, ${where}: ${what}`));
  const mails = ofKind(evidence, code, 'receipt').flatMap((receipt) => {
    const version = versions[numberOn(receipt) - 1];
    if (!version) return [];
    const should = factsOf(version.meant);
    const file = (ending: RegExp): Uint8Array | undefined => receipt.mail.attachments.find(({ filename }) => ending.test(filename))?.content;
    const [sheet, pdf] = [file(/\.xlsx$/), file(/\.pdf$/)];
    return [
      ...off(named(receipt), differences(factsOfBlocks(blocksOfText(receipt.mail.text)), should)),
      ...off(`the sheet with ${named(receipt)}`, sheet ? differences(sheetFacts(sheet), should) : ['there is none']),
      ...off(`the PDF with ${named(receipt)}`, pdf && Buffer.from(pdf).subarray(0, 5).toString('latin1') === '%PDF-' ? [] : ['there is none']),
      ...unless(version.correction === '' || says(receipt.mail, version.correction), code, `${named(receipt)} does not tell the reason of the correction`),
    ];
  });
  const pages = versions.flatMap(({ visit, meant }, i) => (visit?.did.did === 'handed-in' ? off(`the receipt's page of version ${i + 1}`, differences(visit.did.said, factsOf(meant))) : []));
  return [...mails, ...pages];
}

function newest(evidence: Evidence, { code, name }: Player): readonly Broken[] {
  const versions = versionsOf(evidence, code);
  const handedIn = versions.flatMap(({ visit }, i) => (visit?.did.did === 'handed-in' ? unless(visit.did.version === i + 1, code, `${name} handed in version ${i + 1} on the portal, which called it ${visit.did.version}`) : []));
  const looks = visitedAll(evidence).flatMap(({ kommune, at, did }) => {
    if (kommune !== code || did.did !== 'looked') return [];
    const before = versions.filter((v) => Temporal.Instant.compare(v.at, at) <= 0);
    const meant = before.at(-1)?.meant;
    return [
      ...unless(did.version === before.length && did.isPdf, code, `the portal shows ${name} version ${did.version}, and ${before.length} were handed in, or its PDF is none`),
      ...(meant ? [...differences(did.said, factsOf(meant)), ...differences(did.inSheet, factsOf(meant))].map((what) => broken(code, `${name}, the newest version on the portal: ${what}`)) : []),
    ];
  });
  return [...handedIn, ...looks];
}

function faults(evidence: Evidence, { code }: Player): readonly Broken[] {
  return postedAll(evidence).filter((p) => p.kommune === code && p.effect === 'faulty').flatMap((post) => {
    const answers = ofKind(evidence, code, 'clarify').filter((t) => t.mail.inReplyTo === post.messageId);
    const should = [...post.report?.cells ?? []].sort().join(', ');
    return [
      ...unless(answers.length === 1, code, `${described(post)} was answered ${answers.length} times, not once`),
      ...answers.flatMap((answer) => {
        const is = [...cellsIn(answer.mail.text)].sort().join(', ');
        return unless(is === should && same(answer.address, post.from) && atOnce(post, answer.at), code, `${named(answer)} names the cells ${is || 'none'}, not ${should}; or it is late, or went to somebody else`);
      }),
    ];
  });
}

function invitations(evidence: Evidence, { code, name }: Player): readonly Broken[] {
  const invited = visitedAll(evidence).flatMap(({ kommune, did }) => (kommune === code && did.did === 'invited' ? [did.email] : []));
  const mails = ofKind(evidence, code, 'invitation');
  const links = mails.map(({ mail }) => /https?:\/\/\S+\/aktiver\/\S+/.exec(mail.text)?.[0] ?? '');
  return [
    // Who was cut off while she invited somebody may have done it twice.
    ...invited.flatMap((email) => unless(mails.some((m) => same(m.address, email)), code, `${email} of ${name} was invited and got no link`)),
    ...mails.filter((m) => !invited.some((email) => same(email, m.address))).map((m) => broken(code, `${named(m)} invites somebody whom nobody had invited`)),
    ...unless(new Set(links).size === mails.length && !links.includes(''), code, `the invitations of ${name} have no links of their own`),
  ];
}

function couldAll({ stuck }: Evidence): readonly Broken[] {
  return stuck.map(({ kommune, why }) => broken(kommune, why));
}

function phases(evidence: Evidence): readonly Broken[] {
  const { players, status } = evidence;
  const reached = players.map((player) => ({ player, phase: phaseReached(evidence, player.code) }));
  const off = reached.flatMap(({ player: { code, name, truth }, phase }) => {
    const should = phase ?? (truth.login ? 'login' : truth.contact ? 'contact' : 'invited');
    const is = caseOf(evidence, code)?.phase ?? 'nowhere';
    return unless(is === should, code, `status says that ${name} is at "${is}", not at "${should}"`);
  });
  const expected = { begun: reached.filter(({ phase }) => phase !== null).length, submitted: reached.filter(({ phase }) => phase === 'submitted').length };
  return [...off, ...Object.entries(expected).flatMap(([what, count]) => unless(status.counts[what] === count, null, `status counts ${what} ${status.counts[what] ?? 'not at all'}, not ${count}`))];
}

/** In the order in which things were seen: what the ministry is told counts what had happened when it left. */
function digests({ seen }: Evidence): readonly Broken[] {
  const [activated, begun, handedIn] = [new Set<string>(), new Set<string>(), new Set<string>()];
  return seen.flatMap((o) => {
    if (o.what === 'posted' && o.effect === 'report') [begun, handedIn].forEach((set) => set.add(o.kommune));
    if (o.what === 'visited' && o.did.did === 'activated') activated.add(o.kommune);
    if (o.what === 'visited' && (o.did.did === 'saved' || o.did.did === 'handed-in')) begun.add(o.kommune);
    if (o.what === 'visited' && o.did.did === 'handed-in') handedIn.add(o.kommune);
    if (o.what !== 'taken' || o.place !== 'ministry' || o.mail.kind !== 'digest') return [];
    const text = o.mail.text.replaceAll(/\s+/g, ' ');
    const told = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
    const wrong = [['activated logins', told(/Har aktiveret login \((\d+)\)/), activated], ['begun reports', told(/Er begyndt at indberette: (\d+) af/), begun], ['reports handed in', told(/Har indberettet: (\d+) af/), handedIn]] as const;
    const broke = wrong.flatMap(([what, is, should]) => unless(is === should.size, null, `${named(o)} counts ${is} ${what}, not ${should.size}`));
    activated.clear();
    return broke;
  });
}
