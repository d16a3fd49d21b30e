// What a report must look like when it comes back from the store: the zod schemas of answers and of a report that was handed in.
// It refuses to know the rules of a report: what was handed in obeyed the rules of its day.
import { z } from 'zod';
import type { FormRead } from '../core/report/sheet.ts';
import type { HandedIn } from '../core/report/handed-in.ts';
import { policyAnswers, targetStatuses, type Answers } from '../core/report/model.ts';

export const answers: z.ZodType<Answers> = z.record(z.string(), z.string());

/** A sheet as it was read, with a mail that waits for a person. */
export const formRead: z.ZodType<FormRead> = z.strictObject({
  source: z.string(), campaign: z.string().nullable(), kommune: z.string().nullable(), answers, places: z.record(z.string(), z.string()),
  problems: z.array(z.strictObject({ place: z.string().nullable(), text: z.string() })),
});

const level = z.strictObject({
  women: z.number(), men: z.number(), hasTarget: z.boolean().nullable(),
  target: z.strictObject({ number: z.number().nullable(), percent: z.number().nullable(), year: z.number() }).nullable(), status: z.enum(targetStatuses).nullable(), reason: z.string(),
});
const way = z.enum(['portal', 'mail']);

export const handedIn: z.ZodType<HandedIn> = z.strictObject({
  via: way, by: z.string(), answers, correction: z.string(), replaces: z.strictObject({ number: z.number(), at: z.string(), via: way }).nullable(),
  report: z.strictObject({
    kommune: z.string(), reportYear: z.number(), referenceDate: z.string(), fiftyOrMore: z.boolean(), units: z.array(z.strictObject({ id: z.string(), name: z.string(), level1: level, level2: level })),
    policy: z.strictObject({ answer: z.enum(policyAnswers), link: z.string(), date: z.string().nullable() }).nullable(), reportedOn: z.string().nullable(), comment: z.string(),
  }),
});
